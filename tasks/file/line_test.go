package file_test

import (
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestLineConforms(t *testing.T) {
	line := func(l file.Line) func(string) tasks.Task {
		return func(root string) tasks.Task {
			l.Path = root + "/f"
			return l
		}
	}
	root := file.Line{Line: "PermitRootLogin no", Match: "^#?PermitRootLogin "}
	after := file.Line{Line: "x=1", After: `^\[main\]$`}
	gone := file.Line{Line: "a 'b' \\", Match: "^#?Permit", Absent: true}
	taskstest.Conform(t,
		taskstest.Case{Name: "remove", Task: line(gone), Setup: write("f", "a\n#PermitRootLogin yes\na 'b' \\\nb", 0o640)},
		taskstest.Case{Name: "remove by match", Task: line(file.Line{Match: "x", Absent: true}), Setup: write("f", "x\n", 0o640)},
		taskstest.Case{Name: "removed", Task: line(gone), Setup: write("f", "\na\n\nb", 0o640), InSync: true},
		taskstest.Case{Name: "removed with the file", Task: line(gone), InSync: true},
		taskstest.Case{Name: "replace", Task: line(root),
			Setup: write("f", "a\n#PermitRootLogin yes\nb\nPermitRootLogin yes\n", 0o640)},
		taskstest.Case{Name: "add", Task: line(root), Setup: write("f", "a", 0o600)},
		taskstest.Case{Name: "in sync", Task: line(root), Setup: write("f", "PermitRootLogin no", 0o600), InSync: true},
		taskstest.Case{Name: "after", Task: line(after), Setup: write("f", "[main]\ny=2\n", 0o600)},
		taskstest.Case{Name: "after nothing", Task: line(after), Setup: write("f", "y=2\n", 0o600), Refused: "no line matches"},
		taskstest.Case{Name: "absent", Task: line(root), Refused: "not to be created"},
		taskstest.Case{Name: "create", Task: line(file.Line{Line: "a 'b' \\", Create: true})},
		taskstest.Case{Name: "link", Task: line(root), Setup: symlink("/etc/passwd", "f"), Refused: "is a link to /etc/passwd"},
		taskstest.Case{Name: "binary", Task: line(root), Setup: write("f", "a\x00b", 0o600), Refused: "NUL"},
	)
}
