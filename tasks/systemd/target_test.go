package systemd

import (
	"os"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestDefaultTargetConforms(t *testing.T) {
	commands := map[string]string{"systemctl": `case $1 in get-default) cat "$ROOT/target" ;; set-default) echo "$2" >"$ROOT/target" ;; esac`}
	target := func(name string) func(testing.TB, string) {
		return func(t testing.TB, root string) {
			if err := os.WriteFile(root+"/target", []byte(name+"\n"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	task := func(string) tasks.Task { return DefaultTarget("multi-user.target") }
	taskstest.Conform(t,
		taskstest.Case{Name: "another", Task: task, Setup: target("graphical.target"), Commands: commands, MachineTools: true},
		taskstest.Case{Name: "in sync", Task: task, Setup: target("multi-user.target"), Commands: commands, MachineTools: true, InSync: true},
		taskstest.Case{Name: "nonsense", Task: task, Setup: target("masked"), Commands: commands, MachineTools: true, Refused: `printed "masked"`},
	)
	for _, bad := range []DefaultTarget{"", "multi-user", "-f.target", ".target"} {
		if bad.Validate() == nil {
			t.Errorf("Validate accepts %q", string(bad))
		}
	}
}
