package facts

import (
	"fmt"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks"
)

// Use gives the host a task that is made of a value of another host (or of its
// own) in the course of the run: after all earlier stages are done on all hosts.
// What Parse or the function refuses fails the task; where Parse says
// [ErrMissing], or refuses, and changes are pending in check mode, the task
// waits. A change of the task notifies the handlers.
//
// The task is reported as name, whatever it calls itself.
func Use[T any](h *recipes.Host, fact Fact[T], from inventory.Host, name string, task func(T) (tasks.Task, error), notify ...*recipes.Handler) {
	h.DoThen(recipes.Late{
		Name:   name,
		From:   []inventory.Host{from},
		Source: fact.Probe,
		Make: func(answers []recipes.Answer) (made recipes.Made, err error) {
			if err := answers[0].Err; err != nil {
				return made, err
			}
			value, secrets, err := fact.parse(answers[0].Printed)
			made.Secrets = secrets
			if err != nil {
				return made, err
			}
			made.Task, err = task(value)
			if err != nil {
				err = fmt.Errorf("of the fact %s: %w", fact.Name, err)
			}
			return made, err
		},
	}, notify...)
}
