package vm_test

import (
	"os/exec"
	"testing"

	"github.com/hrun-dev/hrun/recipes/vm"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestCertificate(t *testing.T) {
	task := func(users ...string) func(string) tasks.Task {
		return func(root string) tasks.Task {
			return vm.Certificate{Key: root + "/.hrun/id", CA: root + "/ca", Users: users}
		}
	}
	keygen := func(t testing.TB, args ...string) {
		t.Helper()
		if out, err := exec.CommandContext(t.Context(), "ssh-keygen", append([]string{"-q"}, args...)...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	pairs := func(t testing.TB, root string) {
		generate(t, root, 0o600, "")
		keygen(t, "-t", "ed25519", "-N", "", "-f", root+"/ca")
	}
	signed := func(ca string) func(testing.TB, string) {
		return func(t testing.TB, root string) {
			pairs(t, root)
			if ca != "ca" {
				keygen(t, "-t", "ed25519", "-N", "", "-f", root+"/"+ca)
			}
			keygen(t, "-s", root+"/"+ca, "-I", "x", "-n", "debian,root", root+"/.hrun/id.pub")
		}
	}
	taskstest.Conform(t,
		taskstest.Case{Name: "absent", Task: task("debian"), MachineTools: true, Setup: pairs},
		taskstest.Case{Name: "present", Task: task("debian", "root"), MachineTools: true, Setup: signed("ca"), InSync: true},
		taskstest.Case{Name: "other users", Task: task("debian"), MachineTools: true, Setup: signed("ca")},
		taskstest.Case{Name: "other CA", Task: task("debian", "root"), MachineTools: true, Setup: signed("other")},
		taskstest.Case{Name: "no key yet", Task: task("debian"), MachineTools: true, Refused: "yet"},
	)
}
