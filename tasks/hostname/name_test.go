package hostname_test

import (
	"os"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/hostname"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// kernel stands in for the commands that read and set the live name.
func kernel() map[string]string {
	return map[string]string{
		"uname":       `cat "$ROOT/live"`,
		"hostname":    `echo "$1" >"$ROOT/live"`,
		"hostnamectl": `echo "$4" >"$ROOT/live"`,
	}
}

func names(live, kept string) func(testing.TB, string) {
	return func(t testing.TB, root string) {
		t.Helper()
		for file, name := range map[string]string{"live": live, "hostname": kept} {
			if err := os.WriteFile(root+"/"+file, []byte(name+"\n"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestNameConforms(t *testing.T) {
	node := func(root string) tasks.Task { return hostname.Name{Name: "node01", Path: root + "/hostname"} }
	taskstest.Conform(t,
		taskstest.Case{Name: "both", Task: node, Setup: names("debian", "debian"), Commands: kernel()},
		taskstest.Case{Name: "live", Task: node, Setup: names("debian", "node01"), Commands: kernel()},
		taskstest.Case{Name: "file", Task: node, Setup: names("node01", "debian"), Commands: kernel()},
		taskstest.Case{Name: "in sync", Task: node, Setup: names("node01", "node01"), Commands: kernel(), InSync: true},
	)
}

func TestNamePlans(t *testing.T) {
	node := hostname.Name{Name: "node01"}
	taskstest.Plans(t, map[string]tasks.Task{"node": node})
	taskstest.Golden(t, "name-probe", node.Probe())
}

func TestNameValidate(t *testing.T) {
	for _, name := range []string{"", "-a", "a-", "a_b", "a b", "a..b", "a.", "a\n", strings.Repeat("a", 64), strings.Repeat("ab.", 22)} {
		n := hostname.Name{Name: name}
		if n.Validate() == nil {
			t.Errorf("Validate accepts %q", name)
		}
		if _, err := n.Plan("a\nabsent\n"); err == nil {
			t.Errorf("Plan accepts %q", name)
		}
	}
}
