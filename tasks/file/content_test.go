package file_test

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// write returns a Setup that makes the file name with this body and mode.
func write(name, body string, mode fs.FileMode) func(testing.TB, string) {
	return func(t testing.TB, root string) {
		t.Helper()
		p := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(p, mode); err != nil {
			t.Fatal(err)
		}
	}
}

func TestContentConforms(t *testing.T) {
	motd := func(root string) tasks.Task {
		return file.Content{Path: root + "/etc/motd", Body: "it's\n\"new\" $HOME `x`\\n\n"}
	}
	taskstest.Conform(t,
		taskstest.Case{Name: "absent", Task: motd, Setup: write("etc/other", "", 0o644)},
		taskstest.Case{Name: "no directory", Task: motd, Refused: "/etc does not exist"},
		taskstest.Case{Name: "differs", Task: motd, Setup: write("etc/motd", "old\n", 0o600)},
		taskstest.Case{Name: "mode only", Task: motd, Setup: write("etc/motd", "it's\n\"new\" $HOME `x`\\n\n", 0o755|fs.ModeSetuid)},
		taskstest.Case{Name: "in sync", Task: motd, Setup: write("etc/motd", "it's\n\"new\" $HOME `x`\\n\n", 0o644), InSync: true},
		taskstest.Case{Name: "was binary", Task: motd, Setup: write("etc/motd", "\x00\x01", 0o644)},
		taskstest.Case{Name: "was large", Task: motd, Setup: write("etc/motd", strings.Repeat("x", 65<<10), 0o644)},
		taskstest.Case{Name: "becomes binary", Task: func(root string) tasks.Task {
			return file.Content{Path: root + "/b", Body: "\x00\xff", Mode: 0o755 | fs.ModeSetuid}
		}},
		taskstest.Case{Name: "becomes large", Task: func(root string) tasks.Task {
			return file.Content{Path: root + "/b", Body: strings.Repeat("0123456789abcdef\n", 20000)}
		}},
		taskstest.Case{Name: "empty", Task: func(root string) tasks.Task { return file.Content{Path: root + "/b"} }},
		taskstest.Case{Name: "owner", Setup: write("b", "", 0o755|fs.ModeSetuid), Task: func(root string) tasks.Task {
			return file.Content{Path: root + "/b", Owner: stranger(), Mode: 0o711 | fs.ModeSetuid}
		}},
		taskstest.Case{Name: "owner only, set-id", Setup: write("b", "", 0o755|fs.ModeSetuid), InSync: os.Geteuid() != 0, Task: func(root string) tasks.Task {
			return file.Content{Path: root + "/b", Owner: stranger(), Mode: 0o755 | fs.ModeSetuid}
		}},
		taskstest.Case{Name: "is a directory", Task: motd, Refused: "/etc/motd is a directory",
			Setup: write("etc/motd/x", "", 0o644)},
	)
}

// stranger returns an owner other than this user, if it may give files away.
func stranger() string {
	if os.Geteuid() == 0 {
		return "daemon:12"
	}
	return fmt.Sprintf("%d:%d", os.Getuid(), os.Getgid())
}
