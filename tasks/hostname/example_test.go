package hostname_test

import (
	"fmt"

	"github.com/hrun-dev/hrun/tasks/hostname"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func ExampleName() {
	change, err := hostname.Name{Name: "node01"}.Plan("debian\nabsent\n")
	fmt.Print(taskstest.Differences(change), err)
	// Output:
	// content: absent -> "node01\n"
	// live: debian -> node01
	// <nil>
}
