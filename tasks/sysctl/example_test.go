package sysctl_test

import (
	"fmt"

	"github.com/hrun-dev/hrun/tasks/sysctl"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func ExampleValue() {
	change, err := sysctl.Value{Key: "net.ipv4.ip_nonlocal_bind", Value: "1"}.Plan("live 0\nabsent\n")
	fmt.Print(taskstest.Differences(change), err)
	// Output:
	// live: 0 -> 1
	// content: absent -> "net.ipv4.ip_nonlocal_bind = 1\n"
	// <nil>
}
