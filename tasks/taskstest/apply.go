package taskstest

import (
	"fmt"
	"strconv"
	"strings"

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
	r, err := apply(shell, c)
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

func apply(shell Shell, c tasks.Change) (Result, error) {
	s, remove, err := remedies(c)
	if err != nil {
		return Result{}, err
	}
	defer remove()
	return shell.Run(s)
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

// Differences renders a plan for the output of an example: a line a step,
// without its remedy. Values of several lines are quoted.
func Differences(c tasks.Change) string {
	var b strings.Builder
	for _, s := range c.Steps {
		fmt.Fprintf(&b, "%s: %s -> %s\n", s.Field, brief(s.Was), brief(s.Want))
	}
	return b.String()
}

func brief(value string) string {
	if strings.Contains(value, "\n") {
		return strconv.Quote(value)
	}
	return value
}
