package kernel_test

import (
	"fmt"

	"github.com/hrun-dev/hrun/tasks/kernel"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func ExampleModule() {
	change, err := kernel.Module{Name: "br_netfilter"}.Plan("available\nabsent\n")
	fmt.Print(taskstest.Differences(change), err)
	// Output:
	// module: not loaded -> loaded
	// content: absent -> "br_netfilter\n"
	// <nil>
}

// Options come before the module that they are for.
func ExampleOptions() {
	change, err := kernel.Options{Module: "nf_conntrack", Values: []string{"hashsize=16384"}}.Plan("absent\n")
	fmt.Print(taskstest.Differences(change), err)
	// Output:
	// content: absent -> "options nf_conntrack hashsize=16384\n"
	// <nil>
}

func ExampleBlacklist() {
	_, err := kernel.Blacklist{Module: "ext4"}.Plan("built in\nabsent\n")
	fmt.Print(err)
	// Output: module ext4 is built into the kernel
}
