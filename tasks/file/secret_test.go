package file_test

import (
	"os"
	"strings"
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
		taskstest.Case{Name: "owner", Setup: write("key", "old", 0o600), Task: func(root string) tasks.Task {
			return file.Secret{Path: root + "/key", Body: sh.NewSecret("new"), Owner: stranger()}
		}},
		taskstest.Case{Name: "verified", Setup: write("key", "old", 0o600), Task: func(root string) tasks.Task {
			return file.Secret{Path: root + "/key", Body: sh.NewSecret("new"), Verify: "grep -qx n[e]w"}
		}},
		taskstest.Case{Name: "mode", Task: key("hunter2\n"), Setup: write("authkey", "hunter2\n", 0o644)},
		taskstest.Case{Name: "in sync", Task: key("hunter2\n"), Setup: write("authkey", "hunter2\n", 0o600), InSync: true},
	)
}

// The candidate of a secret must not be readable by others at any time, even
// where the file that it replaces is. A cat that looks about while it is asked
// to write the candidate sees the mode.
func TestSecretIsNeverReadableByOthers(t *testing.T) {
	spy := map[string]string{"cat": `stat -c %a . "./$(ls)" >&2; exec /bin/cat "$@"`}
	for _, kind := range taskstest.Kinds() {
		h := taskstest.NewHost(t, kind, spy)
		write("key", "old", 0o644)(t, h.Root)
		_, r := h.Apply(file.Secret{Path: h.Root + "/key", Body: sh.NewSecret("new"), Mode: 0o640})
		if r.Status != 0 || r.Stderr != "700\n600\n" {
			t.Errorf("%s: exited with %d, modes of the directory and the candidate while it is written are %q", kind, r.Status, r.Stderr)
		}
		if info, err := os.Stat(h.Root + "/key"); err != nil || info.Mode() != 0o640 {
			t.Errorf("%s: afterwards there is %v, %v", kind, info, err)
		}
	}
}

// A verifier keeps the old secret, and sees the new one with the mode that it
// will have.
func TestSecretIsRefused(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host) {
		write("key", "old", 0o600)(t, h.Root)
		task := file.Secret{Path: h.Root + "/key", Body: sh.NewSecret("new"), Verify: `refuse() { stat -c %a "$1"; false; }; refuse`}
		c, r := h.Apply(task)
		if body, err := os.ReadFile(h.Root + "/key"); r.Status == 0 || !strings.Contains(r.Stderr, "600") || err != nil || string(body) != "old" {
			t.Errorf("status %d, said %q; then there is %q, %v", r.Status, r.Stderr, body, err)
		}
		if p := h.Run(c.Steps[0].Preview); p.Status == 0 || !strings.Contains(p.Stderr, "600") {
			t.Errorf("the preview exits with %d and said %q", p.Status, p.Stderr)
		}
	})
}

func TestEmptySecret(t *testing.T) {
	s := file.Secret{Path: "/etc/key"}
	if s.Validate() == nil {
		t.Error("Validate accepts an empty secret")
	}
	if _, err := s.Plan("absent\n"); err == nil {
		t.Error("Plan accepts an empty secret")
	}
}
