package locale_test

import (
	"fmt"

	"github.com/hrun-dev/hrun/tasks/locale"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func ExampleGenerated() {
	change, err := locale.Generated{Names: []string{"de_DE.UTF-8"}}.Plan(
		"de_DE.UTF-8 lacking UTF-8\ntool\nfile 644 0:0 root:root\ntext\n# de_DE.UTF-8 UTF-8\n")
	fmt.Print(taskstest.Differences(change), err)
	// Output:
	// content: "# de_DE.UTF-8 UTF-8\n" -> "de_DE.UTF-8 UTF-8\n"
	// locales: without de_DE.UTF-8 -> with de_DE.UTF-8
	// <nil>
}

// A locale must be there before it is used.
func ExampleSystem() {
	_, err := locale.System{Lang: "de_DE.UTF-8"}.Plan("lacking de_DE.UTF-8\n/etc/default/locale\nabsent\n")
	fmt.Print(err)
	// Output: locale de_DE.UTF-8 is not there; it must be generated first, or the package locales-all be installed
}
