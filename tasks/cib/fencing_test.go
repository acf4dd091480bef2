package cib_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/cib"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

const password = "hunter22 & <more>"

// fenced is a device with a password, which does not run on the node that it
// fences.
func fenced() cib.Configuration {
	return cib.Configuration{
		Properties: cib.Values{"stonith-enabled": "yes"},
		Primitives: []cib.Primitive{{
			ID: "power-a", Agent: "stonith:external/ipmi",
			Params: cib.Values{"pcmk_host_list": "a"}, Secrets: map[string]sh.Secret{"passwd": sh.NewSecret(password)},
			Operations: []cib.Operation{{Name: "monitor", Interval: 60e9}, {Name: "start", Delay: 2e9}},
		}},
		Locations: []cib.Location{{ID: "power-a-not-there", Score: "-INFINITY", Resource: "power-a", Node: "a"}},
	}
}

func TestFencingConforms(t *testing.T) {
	t.Parallel()
	task := func(string) tasks.Task { return fenced() }
	taskstest.Conform(t,
		taskstest.Case{Name: "from nothing", Task: task, MachineTools: true, Commands: offline(), Setup: empty},
		taskstest.Case{
			Name: "another password, and another place", Task: task, MachineTools: true, Commands: offline(),
			Setup: func(t testing.TB, root string) {
				empty(t, root)
				run(t, root, "crm -F configure <<'END'\nprimitive power-a stonith:external/ipmi params pcmk_host_list=a passwd=older\nlocation power-a-not-there power-a 100: b\ncommit\nquit\nEND")
			},
		},
	)
}

// A password is not shown, whether it is the new or the old one, and its change
// is.
func TestSecretParametersAreNotShown(t *testing.T) {
	live := func(value string) string {
		return `<configuration><resources><primitive id="power-a" class="stonith" type="external/ipmi"><instance_attributes id="i">` +
			`<nvpair id="n" name="passwd" value="` + value + `"/></instance_attributes></primitive></resources></configuration>`
	}
	change, err := fenced().Plan(live("older"))
	if err != nil {
		t.Fatal(err)
	}
	step := change.Steps[0]
	if shown := step.Was + step.Want; strings.Contains(shown, "older") || strings.Contains(shown, "hunter22") {
		t.Errorf("shown is\n%s", shown)
	}
	if !strings.Contains(step.Was, `passwd="(another secret)"`) || !strings.Contains(step.Want, "passwd="+sh.Masked) {
		t.Errorf("the change is not shown: %s\n%s", step.Was, step.Want)
	}
	if !strings.Contains(step.Want, "  op start interval=0s start-delay=2s") {
		t.Errorf("the delay is not shown: %s", step.Want)
	}
}

// Nor are those shown that nobody declares: of a device that is to go, and of
// one that had its password by another name.
func TestForeignParametersOfFencingAreNotShown(t *testing.T) {
	live := func(id string) string {
		return `<primitive id="` + id + `" class="stonith" type="external/ipmi"><instance_attributes id="` + id + `-i">` +
			`<nvpair id="` + id + `-1" name="password" value="older"/><nvpair id="` + id + `-2" name="pcmk_host_list" value="b"/></instance_attributes></primitive>`
	}
	c := fenced()
	c.Absent = []string{"power-b"}
	change, err := c.Plan(`<configuration><resources>` + live("power-a") + live("power-b") + `</resources></configuration>`)
	if err != nil {
		t.Fatal(err)
	}
	was := change.Steps[0].Was
	if strings.Contains(was, "older") {
		t.Errorf("shown is\n%s", was)
	}
	if strings.Count(was, `password="(not shown)"`) != 2 || !strings.Contains(was, "pcmk_host_list=b") {
		t.Errorf("it is not told what there was:\n%s", was)
	}
}

// What is said of a configuration has the password as XML has it.
func TestSecretParametersAreMaskedAsXML(t *testing.T) {
	var masked []string
	for _, s := range fenced().Secrets() {
		masked = append(masked, s.Reveal())
	}
	if want := []string{password, "hunter22 &amp; &lt;more&gt;"}; !slices.Equal(masked, want) {
		t.Errorf("masked are %q, want %q", masked, want)
	}
}

func TestFencingValidates(t *testing.T) {
	for want, alter := range map[string]func(*cib.Configuration){
		`there is no primitive "b"`:             func(c *cib.Configuration) { c.Locations[0].Resource = "b" },
		`"" is not the name of a node`:          func(c *cib.Configuration) { c.Locations[0].Node = "" },
		`score "much" is neither`:               func(c *cib.Configuration) { c.Locations[0].Score = "much" },
		"the id power-a is used twice":          func(c *cib.Configuration) { c.Locations[0].ID = "power-a" },
		"pcmk_host_list is a parameter, and":    func(c *cib.Configuration) { c.Primitives[0].Secrets["pcmk_host_list"] = sh.NewSecret("b") },
		"secret parameter passwd is empty, or ": func(c *cib.Configuration) { c.Primitives[0].Secrets["passwd"] = sh.NewSecret("two\nlines") },
		`secret parameter: "a b" is not a name`: func(c *cib.Configuration) { c.Primitives[0].Secrets["a b"] = sh.NewSecret("x") },
	} {
		c := fenced()
		alter(&c)
		if err := c.Validate(); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "lines") {
			t.Errorf("%v, want %q", err, want)
		}
	}
}
