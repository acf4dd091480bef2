package guard_test

import (
	"fmt"

	"github.com/hrun-dev/hrun/tasks/guard"
)

// A node is put in standby for a while. Whatever becomes of the run, it is not
// left there.
func ExampleGuarded() {
	standby := guard.Guard{
		Name: "standby",
		Undo: "crm_standby --delete --lifetime=reboot",
	}
	first := guard.Guarded{Guard: standby, Title: "standby", Do: "crm_standby --update=on --lifetime=reboot"}
	then := guard.Undone{Name: "standby"}
	fmt.Println(first, first.Validate())
	fmt.Println(then, then.Validate())
	// Output:
	// standby <nil>
	// taken back: standby <nil>
}
