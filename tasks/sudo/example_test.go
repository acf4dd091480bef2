package sudo_test

import (
	"fmt"

	"github.com/hrun-dev/hrun/tasks/sudo"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func ExampleRules() {
	change, err := sudo.Rules{Name: "deploy", Rules: []sudo.Rule{
		{Who: "deploy", Commands: []string{"/usr/bin/systemctl reload haproxy"}, NoPassword: true},
	}}.Plan("absent\n")
	fmt.Print(taskstest.Differences(change), err)
	// Output:
	// content: absent -> "deploy ALL=(root) NOPASSWD: /usr/bin/systemctl reload haproxy\n"
	// <nil>
}
