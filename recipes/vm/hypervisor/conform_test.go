package hypervisor_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestCleared(t *testing.T) {
	cleared := func(root string) tasks.Task { return hypervisor.Cleared{Lab: "conform", Dir: root + "/labs/it's"} }
	taskstest.Conform(t,
		taskstest.Case{Name: "there", Task: cleared, MachineTools: true, Setup: func(t testing.TB, root string) {
			if err := os.MkdirAll(filepath.Join(root, "labs/it's/machines/a"), 0o755); err != nil {
				t.Fatal(err)
			}
		}},
		taskstest.Case{Name: "gone before", Task: cleared, MachineTools: true, InSync: true},
	)
}
