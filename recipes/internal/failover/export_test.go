package failover

import (
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
)

// Outcome judges answers as a run does, of a trial with the bounds.
func Outcome(t Trial, from inventory.Host, bound time.Duration, answers []recipes.Answer) (found string, err error) {
	o, err := build{Trial: t, from: from}.outcome("standby", bound, answers)
	if err != nil {
		return "", err
	}
	c, err := o.Plan("")
	return c.Found, err
}

// Active is the node that a machine is crashed of.
func Active(answers []recipes.Answer) (string, error) { return active(answers) }
