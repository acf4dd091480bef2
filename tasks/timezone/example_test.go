package timezone_test

import (
	"fmt"

	"github.com/hrun-dev/hrun/tasks/taskstest"
	"github.com/hrun-dev/hrun/tasks/timezone"
)

func ExampleZone() {
	zone := timezone.Zone{Name: "Europe/Berlin"}
	change, err := zone.Plan("known\nlink /usr/share/zoneinfo/Etc/UTC\nabsent\n")
	fmt.Print(taskstest.Differences(change), err)
	// Output:
	// target: /usr/share/zoneinfo/Etc/UTC -> /usr/share/zoneinfo/Europe/Berlin
	// <nil>
}
