package wait_test

import (
	"fmt"
	"time"

	"github.com/hrun-dev/hrun/tasks/taskstest"
	"github.com/hrun-dev/hrun/tasks/wait"
)

func ExampleUntil() {
	_, err := taskstest.Apply(wait.Until{
		Name:   "the daemon answers",
		Holds:  "echo connection refused; false",
		Within: time.Second,
		Every:  100 * time.Millisecond,
	})
	fmt.Println(err)
	// Output:
	// wait until the daemon answers: exited with status 1: connection refused
	// still not after 1 s: the daemon answers
}
