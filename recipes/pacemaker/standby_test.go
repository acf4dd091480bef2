package pacemaker_test

import (
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes/pacemaker"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// node makes hosts of the cluster's node a with these attributes, which are
// files there.
func node(set ...string) func(testing.TB, string) *taskstest.Host {
	return func(t testing.TB, kind string) *taskstest.Host {
		t.Helper()
		h := taskstest.NewHost(t, kind, map[string]string{
			"cibadmin": `[ "$*" = '--query --xpath //nodes/node[@uname="a"]' ] || exit 105
echo '<node id="1" uname="a"><instance_attributes id="i">'
for file in "$ROOT"/node/*; do
	[ ! -e "$file" ] || echo "<nvpair id=\"i-${file##*/}\" name=\"${file##*/}\" value=\"$(cat "$file")\"/>"
done
echo '</instance_attributes></node>'`,
			"crm_attribute": `[ "$1 $2 $3 $4 $5 $6" = '--quiet --lifetime forever --node a --name' ] || exit 64
case $8 in
--update) echo "$9" >"$ROOT/node/$7" ;;
--delete) rm -f "$ROOT/node/$7" ;;
*) exit 64 ;;
esac`,
		})
		for _, pair := range append(set, "color=red") {
			name, value, _ := strings.Cut(pair, "=")
			if r := h.Run(sh.Lines("mkdir -p "+sh.Word(h.Root+"/node"), sh.Cmd("echo", value)+" >"+sh.Word(h.Root+"/node/"+name))); r.Status != 0 {
				t.Fatal(r.Err())
			}
		}
		return h
	}
}

func TestStandbyConform(t *testing.T) {
	on := func(string) tasks.Task { return pacemaker.Standby{Node: "a"} }
	off := func(string) tasks.Task { return pacemaker.Standby{Node: "a", Off: true} }
	unknown := func(string) tasks.Task { return pacemaker.Standby{Node: "b"} }
	taskstest.Conform(t,
		taskstest.Case{Name: "serves", Task: on, Host: node()},
		taskstest.Case{Name: "was taken back", Task: on, Host: node("standby=off")},
		taskstest.Case{Name: "marked only", Task: on, Host: node("hrun-standby=on")},
		taskstest.Case{Name: "in standby by somebody else", Task: on, Host: node("standby=true"), InSync: true},
		taskstest.Case{Name: "serves and is not marked", Task: off, Host: node(), InSync: true},
		taskstest.Case{Name: "somebody else's standby stays", Task: off, Host: node("standby=on"), InSync: true},
		taskstest.Case{Name: "nothing but the mark", Task: off, Host: node("hrun-standby=on")},
		taskstest.Case{Name: "unknown", Task: unknown, Host: node(), Refused: "the cluster knows no node b"},
	)
}

// There and back again.
func TestStandby(t *testing.T) {
	h := node()(t, "dash")
	for _, step := range []struct {
		task pacemaker.Standby
		want string
	}{
		{pacemaker.Standby{Node: "a"}, "standby: off -> on\n"},
		{pacemaker.Standby{Node: "a"}, ""},
		{pacemaker.Standby{Node: "a", Off: true}, "standby: on -> off\n"},
		{pacemaker.Standby{Node: "a", Off: true}, ""},
	} {
		c, r := h.Apply(step.task)
		if got := taskstest.Differences(c); got != step.want || r.Status != 0 {
			t.Errorf("%s: %q %+v, want %q", step.task, got, r, step.want)
		}
	}
}

// Without an answer of the cluster nobody knows.
func TestStandbyCouldNotLook(t *testing.T) {
	for _, status := range []string{"102", "124", "1"} {
		h := taskstest.NewHost(t, "dash", map[string]string{"cibadmin": "exit " + status})
		if r := h.Run(pacemaker.Standby{Node: "a"}.Probe()); r.Status != 1 || r.Stdout != "" {
			t.Errorf("cibadmin ends with %s, the probe with %+v", status, r)
		}
	}
}

func TestStandbyValidate(t *testing.T) {
	for _, name := range []string{"", "-a", `a"]`, "a b", "a'"} {
		if err := (pacemaker.Standby{Node: name}).Validate(); err == nil {
			t.Errorf("%q passes", name)
		}
	}
	if err := (pacemaker.Standby{Node: "hapx-node01.kube.demo"}).Validate(); err != nil {
		t.Error(err)
	}
}

// What is seen of the nodes tells whether one of them can be missed.
func TestSpareAndDrained(t *testing.T) {
	for _, c := range []struct {
		seen
		spare, drained string // why not yet; empty if it holds
	}{
		{seen{"active", "cibx1", ""}, "", "still runs"},
		{seen{"passive", "cibx2", ""}, "", ""},
		{seen{"standby", "cibx1", ""}, "", ""},
		{seen{"standby", "cibx2", ""}, "no other node is online and free", "still runs 2 resources"},
		{seen{"standby-moving", "cibx1", ""}, "", "still runs"},
		{seen{}, "does not answer", "does not answer"},
	} {
		for _, w := range []struct {
			holds sh.Script
			not   string
		}{{pacemaker.Spare(0).Holds, c.spare}, {pacemaker.Drained(0).Holds, c.drained}} {
			r := run(t, c.seen, w.holds)
			if (r.Status == 0) != (w.not == "") || !strings.Contains(r.Stdout, w.not) {
				t.Errorf("%+v: status %d, %s%s want %q", c.seen, r.Status, r.Stdout, r.Stderr, w.not)
			}
		}
	}
}
