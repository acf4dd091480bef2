package reboot_test

import (
	"fmt"

	"github.com/hrun-dev/hrun/tasks/reboot"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func ExampleHost() {
	change, err := reboot.Host{}.Plan("yes\nlinux-image-6.1.0-42-amd64\n")
	fmt.Print(taskstest.Differences(change), err)
	// Output:
	// reboot: needed: linux-image-6.1.0-42-amd64 -> done
	// <nil>
}

func ExampleNow() {
	fmt.Println(reboot.Now{}.Reboots())
	// Output: 10m0s
}
