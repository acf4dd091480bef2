package user_test

import (
	"fmt"

	"github.com/hrun-dev/hrun/tasks/taskstest"
	"github.com/hrun-dev/hrun/tasks/user"
)

func ExampleUser() {
	change, err := user.User{Name: "deploy", Groups: user.In("www-data"), Shell: "/bin/bash", CreateHome: true}.Plan(
		"absent\nprimary \nmember\nknown www-data\ntools\nhome absent\n")
	fmt.Print(taskstest.Differences(change), err, "\n", change.Script(), "\n")
	// Output:
	// user: absent -> present, groups www-data, shell /bin/bash
	// <nil>
	// ( useradd -U -G www-data -s /bin/bash -m deploy
	// )
}

func ExampleOnlyIn() {
	change, err := user.User{Name: "deploy", Groups: user.OnlyIn("adm")}.Plan(
		"user deploy:1000:1000::/home/deploy:/bin/sh\nprimary deploy\nmember adm sudo\nknown adm\ntools\n")
	fmt.Print(taskstest.Differences(change), err)
	// Output:
	// groups: adm sudo -> adm
	// <nil>
}

func ExampleGroup() {
	change, err := user.Group{Name: "ops", GID: 2000}.Plan("group ops:1001\ntools\n")
	fmt.Print(taskstest.Differences(change), err)
	// Output:
	// gid: 1001 -> 2000
	// <nil>
}

func ExampleUser_absent() {
	change, err := user.User{Name: "guest", Absent: true}.Plan("user guest:1001:1001::/home/guest:/bin/sh\ntools\n")
	fmt.Print(taskstest.Differences(change), err)
	// Output:
	// user: present -> absent
	// <nil>
}
