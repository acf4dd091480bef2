package taskstest

import (
	"fmt"

	"github.com/hrun-dev/hrun/tasks"
)

// Apply brings this machine to the state that the task describes and returns
// what it changed: probe, plan, remedies, and a second probe that must leave
// nothing to do. It is for examples; tests use a [Host].
func Apply(task tasks.Task) (tasks.Change, error) {
	var shell Shell
	c, err := plan(shell, task)
	if err != nil || c.Empty() {
		return c, err
	}
	r, err := shell.Run(c.Script())
	if err != nil {
		return c, err
	}
	if err := r.Err(); err != nil {
		return c, fmt.Errorf("%s: %w", task, err)
	}
	left, err := plan(shell, task)
	if err == nil && !left.Empty() {
		err = fmt.Errorf("%s: %s is still %q", task, left.Steps[0].Field, left.Steps[0].Was)
	}
	return c, err
}

func plan(shell Shell, task tasks.Task) (tasks.Change, error) {
	r, err := shell.Run(task.Probe())
	if err != nil {
		return tasks.Change{}, err
	}
	if err := r.Err(); err != nil {
		return tasks.Change{}, fmt.Errorf("%s: probe %w", task, err)
	}
	c, err := task.Plan(r.Stdout)
	if err != nil {
		return tasks.Change{}, fmt.Errorf("%s: %w", task, err)
	}
	return c, c.Validate()
}
