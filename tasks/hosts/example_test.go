package hosts_test

import (
	"fmt"
	"net/netip"

	"github.com/hrun-dev/hrun/tasks/hosts"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func ExampleEntry() {
	entry := hosts.Entry{
		Address:   netip.MustParseAddr("192.168.4.21"),
		Names:     []string{"node01"},
		Exclusive: true,
	}
	change, err := entry.Plan("file 644 0:0 root:root\ntext\n127.0.1.1 node01\n")
	fmt.Print(taskstest.Differences(change), err)
	// Output:
	// content: "127.0.1.1 node01\n" -> "192.168.4.21 node01\n"
	// <nil>
}
