package wait

import (
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/condition"
)

// For waits until a condition holds, for at most so long; 0 means 60 s.
func For(c condition.Condition, within time.Duration) Until {
	u := Until{Name: c.String(), Holds: c.Look(), Within: within}
	if s, ok := c.(tasks.Secretive); ok {
		u.secrets = s.Secrets()
	}
	return u
}
