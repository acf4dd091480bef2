package vm_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/hrun-dev/hrun/recipes/vm"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func key(root string) tasks.Task { return vm.Key{Path: root + "/.hrun/id"} }

// generate makes a key pair as the task would find it.
func generate(t testing.TB, root string, mode os.FileMode, remove string) {
	t.Helper()
	dir := filepath.Join(root, ".hrun")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", dir+"/id").CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for path, mode := range map[string]os.FileMode{dir: mode | 0o100, dir + "/id": mode} {
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	if remove != "" {
		if err := os.Remove(dir + "/" + remove); err != nil {
			t.Fatal(err)
		}
	}
}

func TestKey(t *testing.T) {
	taskstest.Conform(t,
		taskstest.Case{Name: "absent", Task: key, MachineTools: true},
		taskstest.Case{Name: "present", Task: key, MachineTools: true, InSync: true,
			Setup: func(t testing.TB, root string) { generate(t, root, 0o600, "") }},
		taskstest.Case{Name: "open", Task: key, MachineTools: true,
			Setup: func(t testing.TB, root string) { generate(t, root, 0o644, "") }},
		taskstest.Case{Name: "no public half", Task: key, MachineTools: true,
			Setup: func(t testing.TB, root string) { generate(t, root, 0o600, "id.pub") }},
		taskstest.Case{Name: "no private half", Task: key, MachineTools: true, Refused: "no private one",
			Setup: func(t testing.TB, root string) { generate(t, root, 0o600, "id") }},
	)
}
