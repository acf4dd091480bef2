package sudo

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

var deploy = Rules{Name: "deploy", Rules: []Rule{
	{Who: "deploy", Commands: []string{"/bin/systemctl restart haproxy", "/usr/bin/id"}, NoPassword: true},
	{Who: "%ops", As: "ALL:ALL", Commands: []string{"ALL"}},
}}

// hostile has everything in it that a shell or sudo could take for something else.
var hostile = Rules{Name: "-it_s", Lines: []string{`Defaults:#1000 passprompt="it's $HOME \` + "`x`" + `: "`}, Rules: []Rule{
	{Who: "#1000", As: ":adm", Commands: []string{`/opt/it's "a" b=c,d:e #f \g *`, `/bin/true ""`}},
}}

// lines returns a Setup with a file of that body and mode.
func lines(name, body string, mode os.FileMode) func(testing.TB, string) {
	return func(t testing.TB, root string) {
		t.Helper()
		if err := os.WriteFile(root+"/"+name, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(root+"/"+name, mode); err != nil {
			t.Fatal(err)
		}
	}
}

func below(r Rules) func(string) tasks.Task {
	return func(root string) tasks.Task {
		r.directory = root
		return r
	}
}

// The verifier is the real visudo.
func TestRulesConform(t *testing.T) {
	gone := Rules{Name: "deploy", Absent: true}
	taskstest.Conform(t,
		taskstest.Case{Name: "new", Task: below(deploy)},
		taskstest.Case{Name: "differs", Task: below(deploy), Setup: lines("deploy", "deploy ALL=(ALL) ALL\n", 0o644)},
		taskstest.Case{Name: "mode", Task: below(deploy), Setup: lines("deploy", deploy.content().Body, 0o644)},
		taskstest.Case{Name: "in sync", Task: below(deploy), Setup: lines("deploy", deploy.content().Body, 0o440), InSync: true},
		taskstest.Case{Name: "hostile", Task: below(hostile)},
		taskstest.Case{Name: "gone", Task: below(gone), Setup: lines("deploy", "", 0o440)},
		taskstest.Case{Name: "never there", Task: below(gone), InSync: true},
		taskstest.Case{Name: "no sudo", InSync: false, Refused: "does not exist", Task: func(root string) tasks.Task {
			return below(deploy)(root + "/sudoers.d")
		}},
	)
}

func TestRulesPlans(t *testing.T) {
	taskstest.Plans(t, map[string]tasks.Task{"deploy": deploy, "gone": Rules{Name: "deploy", Absent: true}})
	taskstest.Golden(t, "rules-probe", deploy.Probe())
}

// What visudo refuses never arrives, and check says so.
func TestRefusedByVisudo(t *testing.T) {
	for _, kind := range taskstest.Kinds() {
		h := taskstest.NewHost(t, kind, nil)
		lines("bad", deploy.content().Body, 0o440)(t, h.Root)
		before := h.Snapshot()
		c, r := h.Apply(below(Rules{Name: "bad", Lines: []string{"deploy ALL=(root) not/a/path"}})(h.Root))
		if r.Status == 0 || !strings.Contains(r.Stderr, "expected a fully-qualified path name") {
			t.Errorf("%s: exited with %d: %s", kind, r.Status, r.Stderr)
		}
		if r := h.Run(c.Steps[0].Preview); r.Status == 0 {
			t.Errorf("%s: check accepts it", kind)
		}
		_, was, _ := strings.Cut(before, "\n")
		if _, is, _ := strings.Cut(h.Snapshot(), "\n"); is != was {
			t.Errorf("%s: left\n%s", kind, is)
		}
	}
}

// sudo itself says what it makes of the rule: the arguments are all there.
func TestSudoReadsWhatIsMeant(t *testing.T) {
	command := `/bin/echo a=b,c:d #e \f it's`
	rule := Rule{Who: "deploy", Commands: []string{command}}
	cmd := exec.Command("cvtsudoers", "-f", "json", "-c", "/dev/null")
	cmd.Stdin = strings.NewReader(rule.String() + "\n")
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	want := `"command": "/bin/echo a=b,c:d #e \\f it's"`
	if !strings.Contains(string(out), want) {
		t.Errorf("of %s sudo makes\n%s\nwant %s", rule, out, want)
	}
}

func TestRulesValidate(t *testing.T) {
	ok := []Rule{{Who: "a", Commands: []string{"ALL"}}}
	for want, r := range map[string]Rules{
		`name "a.b"`:              {Name: "a.b", Rules: ok},
		`name "a~"`:               {Name: "a~", Rules: ok},
		`name ""`:                 {Rules: ok},
		"want either rules":       {Name: "a"},
		"either rules or Absent":  {Name: "a", Rules: ok, Absent: true},
		"not one whole line":      {Name: "a", Lines: []string{"a\nb"}},
		`"a \\" is not one whole`: {Name: "a", Lines: []string{`a \`}},
		`"a b" is not a user`:     {Name: "a", Rules: []Rule{{Who: "a b", Commands: []string{"ALL"}}}},
		`"OPS" is not a user`:     {Name: "a", Rules: []Rule{{Who: "OPS", Commands: []string{"ALL"}}}},
		`as "b) ALL"`:             {Name: "a", Rules: []Rule{{Who: "a", As: "b) ALL", Commands: []string{"ALL"}}}},
		"there are no commands":   {Name: "a", Rules: []Rule{{Who: "a"}}},
		`"id" is not a full path`: {Name: "a", Rules: []Rule{{Who: "a", Commands: []string{"id"}}}},
		"is not one line":         {Name: "a", Rules: []Rule{{Who: "a", Commands: []string{"/bin/a\nb"}}}},
	} {
		if err := r.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Validate of %+v is %v, want %q", r, err, want)
		}
		if _, err := r.Plan("absent\n"); err == nil {
			t.Errorf("Plan accepts %+v", r)
		}
	}
}
