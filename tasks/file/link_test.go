package file_test

import (
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestLinkConforms(t *testing.T) {
	link := func(force bool) func(string) tasks.Task {
		return func(root string) tasks.Task {
			return file.Link{Path: root + "/l", Target: "-a b/c", Force: force}
		}
	}
	taskstest.Conform(t,
		taskstest.Case{Name: "absent", Task: link(false)},
		taskstest.Case{Name: "in sync", Task: link(false), Setup: symlink("-a b/c", "l"), InSync: true},
		taskstest.Case{Name: "other target", Task: link(false), Setup: symlink("/", "l")},
		taskstest.Case{Name: "file", Task: link(false), Setup: write("l", "", 0o644), Refused: "only Force"},
		taskstest.Case{Name: "file by force", Task: link(true), Setup: write("l", "", 0o644)},
		taskstest.Case{Name: "directory", Task: link(true), Setup: write("l/x", "", 0o644), Refused: "is a directory"},
	)
}
