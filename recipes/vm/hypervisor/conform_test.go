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
		taskstest.Case{Name: "whole", Task: cleared, MachineTools: true, Setup: things("machines", "interfaces", "provider", "provider.new")},
		taskstest.Case{Name: "somebody's", Task: cleared, MachineTools: true, Setup: things("machines", "it's\n-n \\n %s"), Refused: "it has it's?-n \\n %s in it"},
		taskstest.Case{Name: "hidden", Task: cleared, MachineTools: true, Setup: things(".profile", "..x"), Refused: "it has .profile, ..x in it"},
	)
}

// things returns a setup that makes them in the directory of the lab.
func things(names ...string) func(testing.TB, string) {
	return func(t testing.TB, root string) {
		t.Helper()
		for _, name := range names {
			if err := os.MkdirAll(filepath.Join(root, "labs/it's", name), 0o755); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// A directory that is not a lab's is found out before anything is made in it.
func TestUnclaimed(t *testing.T) {
	unclaimed := func(root string) tasks.Task {
		return hypervisor.Unclaimed{Claim: hypervisor.Claim{Lab: "it", Dir: root + "/labs/it's", Provider: "nspawn"}}
	}
	taskstest.Conform(t,
		taskstest.Case{Name: "none", Task: unclaimed, MachineTools: true, InSync: true},
		taskstest.Case{Name: "half a lab", Task: unclaimed, MachineTools: true, Setup: things("machines", "interfaces"), InSync: true},
		taskstest.Case{Name: "somebody's", Task: unclaimed, MachineTools: true, Setup: things("Documents"), Refused: "is not the directory of a lab: it has Documents in it"},
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
