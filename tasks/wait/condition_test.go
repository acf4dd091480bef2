package wait_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks/condition"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
	"github.com/hrun-dev/hrun/tasks/wait"
)

func TestForKnowsTheSecretsOfItsCondition(t *testing.T) {
	page := condition.HTTP{URL: "http://localhost/", User: "admin", Password: sh.NewSecret("hunter2")}
	if s := wait.For(page, 0).Secrets(); len(s) != 1 || s[0].Reveal() != "hunter2" {
		t.Errorf("it knows %d secrets", len(s))
	}
	page.WellKnown = true
	if s := wait.For(page, 0).Secrets(); len(s) != 0 {
		t.Errorf("of what everybody knows, %d are secrets", len(s))
	}
}

func ExampleFor() {
	task := wait.For(condition.Path{Path: "/no/such/file"}, time.Second)
	fmt.Println(task)
	_, err := taskstest.Apply(task)
	fmt.Println(err)
	// Output:
	// wait until /no/such/file exists
	// wait until /no/such/file exists: exited with status 1: it is absent
	// still not after 1 s: /no/such/file exists
}
