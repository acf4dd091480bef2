package mount_test

import (
	"fmt"

	"github.com/hrun-dev/hrun/tasks/mount"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func ExampleMount() {
	data := mount.Mount{Source: "UUID=0a3407de", Path: "/srv/data", Type: "ext4", Options: []string{"noatime"}, Pass: 2}
	change, err := data.Plan("source /dev/vdb1\nplace absent\nabsent\n")
	fmt.Print(taskstest.Differences(change), err)
	// Output:
	// directory: absent -> present
	// mounted: nothing -> ext4 from UUID=0a3407de
	// content: absent -> "UUID=0a3407de /srv/data ext4 noatime 0 2\n"
	// <nil>
}
