package file

import (
	"errors"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
)

// Whose directory is missing says so, and what will be done once it is there.
func TestForetoldWhereTheDirectoryIsMissing(t *testing.T) {
	for _, task := range []tasks.Task{
		Content{Path: "/a/b", Body: "new\n"},
		Directory{Path: "/a/b"},
		Link{Path: "/a/b", Target: "c"},
		Line{Path: "/a/b", Line: "c", Create: true},
	} {
		change, err := task.Plan("missing\n")
		if missing := (*MissingError)(nil); !errors.As(err, &missing) || missing.Directory != "/a" || len(change.Steps) != 1 {
			t.Errorf("%s: %+v, %v", task, change, err)
		}
	}
	if change, err := (Line{Path: "/a/b", Line: "c"}).Plan("missing\n"); err == nil || !change.Empty() {
		t.Errorf("a line in a file that nobody makes: %+v, %v", change, err)
	}
}
