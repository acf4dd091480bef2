package cron_test

import (
	"fmt"

	"github.com/hrun-dev/hrun/tasks/cron"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func ExampleJob() {
	change, err := cron.Job{Name: "report", Schedule: "@daily", Command: "df -h >/var/log/df-$(date +%F)"}.Plan("absent\n")
	fmt.Print(taskstest.Differences(change), err)
	// Output:
	// content: absent -> "@daily root df -h >/var/log/df-$(date +\\%F)\n"
	// <nil>
}
