package file_test

import (
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestBlockConforms(t *testing.T) {
	block := func(b file.Block) func(string) tasks.Task {
		return func(root string) tasks.Task {
			b.Path, b.Name = root+"/f", "peers"
			return b
		}
	}
	const old = "a\n# BEGIN hrun peers\nold\n# END hrun peers\nb\n"
	taskstest.Conform(t,
		taskstest.Case{Name: "add", Task: block(file.Block{Body: "x\ny"}), Setup: write("f", "a", 0o600)},
		taskstest.Case{Name: "replace", Task: block(file.Block{Body: "x\n"}), Setup: write("f", old, 0o600)},
		taskstest.Case{Name: "in sync", Task: block(file.Block{Body: "old"}), Setup: write("f", old, 0o600), InSync: true},
		taskstest.Case{Name: "remove", Task: block(file.Block{Absent: true}), Setup: write("f", old, 0o600)},
		taskstest.Case{Name: "nothing to remove", Task: block(file.Block{Absent: true}), InSync: true},
		taskstest.Case{Name: "other comment", Task: block(file.Block{Body: "x", Comment: "//", Create: true})},
		taskstest.Case{Name: "torn", Task: block(file.Block{Body: "x"}), Refused: "are not one block",
			Setup: write("f", "# END hrun peers\n# BEGIN hrun peers\n", 0o600)},
	)
}
