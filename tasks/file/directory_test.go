package file_test

import (
	"io/fs"
	"os"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestDirectoryConforms(t *testing.T) {
	dir := func(mode fs.FileMode) func(string) tasks.Task {
		return func(root string) tasks.Task { return file.Directory{Path: root + "/d", Mode: mode} }
	}
	taskstest.Conform(t,
		taskstest.Case{Name: "absent", Task: dir(0)},
		taskstest.Case{Name: "sticky", Task: dir(0o777 | fs.ModeSticky)},
		taskstest.Case{Name: "in sync", Task: dir(0), Setup: write("d/x", "", 0o644), InSync: true},
		taskstest.Case{Name: "mode", Task: dir(0o700), Setup: write("d/x", "", 0o644)},
		taskstest.Case{Name: "owner", Setup: write("d/x", "", 0o644), Task: func(root string) tasks.Task {
			return file.Directory{Path: root + "/d", Owner: stranger(), Mode: 0o750 | fs.ModeSetgid}
		}},
		taskstest.Case{Name: "new with owner", Task: func(root string) tasks.Task {
			return file.Directory{Path: root + "/d", Owner: stranger(), Mode: 0o750 | fs.ModeSetgid}
		}},
		taskstest.Case{Name: "loses set-gid", Task: dir(0), Setup: func(t testing.TB, root string) {
			write("d/x", "", 0o644)(t, root)
			if err := os.Chmod(root+"/d", 0o755|fs.ModeSetgid); err != nil {
				t.Fatal(err)
			}
		}},
		taskstest.Case{Name: "link to one", Task: dir(0), InSync: true, Setup: func(t testing.TB, root string) {
			write("real/x", "", 0o644)(t, root)
			symlink("real", "d")(t, root)
		}},
		taskstest.Case{Name: "is a file", Task: dir(0), Setup: write("d", "", 0o644), Refused: "is a file, not a directory"},
		taskstest.Case{Name: "dangling link", Task: dir(0), Setup: symlink("gone", "d"), Refused: "is a link to gone"},
		taskstest.Case{Name: "no parent", Refused: "/a/b does not exist", Task: func(root string) tasks.Task {
			return file.Directory{Path: root + "/a/b/c"}
		}},
	)
}

// symlink returns a Setup that makes a symbolic link.
func symlink(target, name string) func(testing.TB, string) {
	return func(t testing.TB, root string) {
		t.Helper()
		if err := os.Symlink(target, root+"/"+name); err != nil {
			t.Fatal(err)
		}
	}
}
