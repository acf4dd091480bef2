package git_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/hrun-dev/hrun/tasks/git"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func ExampleCheckout() {
	dir, _ := os.MkdirTemp("", "example")
	defer func() { _ = os.RemoveAll(dir) }()
	repository(&testing.T{}, dir) // has the tag v1 and the branch main

	app := git.Checkout{
		URL:     "file://" + dir + "/it's%20origin", // https:// or ssh://, as a rule
		Path:    filepath.Join(dir, "app"),
		Version: "v1",
	}
	for _, app.Version = range []string{"v1", "v1", "main"} {
		change, err := taskstest.Apply(app)
		body, _ := os.ReadFile(filepath.Join(app.Path, "f"))
		fmt.Println(app.Version, len(change.Steps), err, string(body))
	}
	// Output:
	// v1 1 <nil> 1
	// v1 0 <nil> 1
	// main 1 <nil> 1
}
