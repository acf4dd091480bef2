package taskstest

import (
	"testing"

	"github.com/hrun-dev/hrun/tasks"
)

// lock makes everything read-only in a mount namespace of its own; the
// namespace ends with the shell. Mounts below / keep their own state, hence
// the second pair: the scratch directory may lie on one of them. A
// stand-in for mount(8) is passed over.
const lock = `command -p mount -o remount,bind,ro / && command -p mount --bind "$ROOT" "$ROOT" && command -p mount -o remount,bind,ro "$ROOT"`

// readOnly probes a host on which nothing can be written: the probe must
// print what it printed before. Where this user may not make namespaces, the
// comparison of snapshots has to do.
func readOnly(t testing.TB, h *Host, task tasks.Task, want string) {
	t.Helper()
	locked := h.Shell
	locked.Argv = append([]string{"unshare", "-m", "sh", "-c", lock + ` && exec "$@"`, "sh"}, h.Shell.Argv...)
	if r, err := locked.Run("exit 0"); err != nil || r.Status != 0 {
		t.Logf("cannot make the host read-only here: %v %s", err, r.Stderr)
		return
	}
	r, err := locked.Run(task.Probe())
	if err == nil {
		err = r.Err()
	}
	if err != nil {
		t.Fatalf("probe on a read-only host: %v", err)
	}
	if r.Stdout != want {
		t.Fatalf("probe printed %q on a read-only host, otherwise %q", r.Stdout, want)
	}
}
