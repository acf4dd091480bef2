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

func TestClaim(t *testing.T) {
	claim := func(root string) tasks.Task {
		return hypervisor.Claim{Lab: "it", Dir: root + "/labs/it's", Provider: "nspawn"}
	}
	claimed := func(provider string) func(testing.TB, string) {
		return func(t testing.TB, root string) {
			t.Helper()
			if err := os.MkdirAll(filepath.Join(root, "labs/it's"), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(root, "labs/it's/provider"), []byte(provider+"\n"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	taskstest.Conform(t,
		taskstest.Case{Name: "nobody's", Task: claim, MachineTools: true},
		taskstest.Case{Name: "ours", Task: claim, MachineTools: true, Setup: claimed("nspawn"), InSync: true},
		taskstest.Case{Name: "another's", Task: claim, MachineTools: true, Setup: claimed("virtualbox"), Refused: "made by virtualbox"},
	)
}
