package file_test

import (
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestSecretConforms(t *testing.T) {
	key := func(body string) func(string) tasks.Task {
		return func(root string) tasks.Task {
			return file.Secret{Path: root + "/authkey", Body: sh.NewSecret(body)}
		}
	}
	taskstest.Conform(t,
		taskstest.Case{Name: "absent", Task: key("hunter2\n")},
		taskstest.Case{Name: "binary", Task: key("\x00\xfe\xff")},
		taskstest.Case{Name: "another", Task: key("hunter2\n"), Setup: write("authkey", "old secret", 0o644)},
		taskstest.Case{Name: "mode", Task: key("hunter2\n"), Setup: write("authkey", "hunter2\n", 0o644)},
		taskstest.Case{Name: "in sync", Task: key("hunter2\n"), Setup: write("authkey", "hunter2\n", 0o600), InSync: true},
	)
}

// The candidate of a secret must not be readable by others, even while the
// file that it replaces is. A full directory listing at the moment of writing
// is had by making sync(1) print it.
func TestSecretIsNeverReadableByOthers(t *testing.T) {
	spy := map[string]string{"sync": `stat -c %a "$1"`, "sha256sum": `stat -c %a "$t" >&2; command -p sha256sum`}
	h := taskstest.NewHost(t, "dash", spy)
	write("key", "old", 0o644)(t, h.Root)
	task := file.Secret{Path: h.Root + "/key", Body: sh.NewSecret("new"), Mode: 0o640}
	_, r := h.Apply(task)
	if err := r.Err(); err != nil {
		t.Fatal(err)
	}
	if r.Stdout != "640\n" {
		t.Errorf("mode before the rename is %q", r.Stdout)
	}
}
