package recipestest

import (
	"testing"

	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// Golden compares a text, such as that of [World.Check], with the file
// testdata/NAME. With the flag -update it writes that file.
func Golden(t testing.TB, name, got string) {
	t.Helper()
	taskstest.Text(t, name, got)
}
