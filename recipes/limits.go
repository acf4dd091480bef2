package recipes

import (
	"fmt"
	"time"

	"github.com/hrun-dev/hrun/tasks"
)

// Limits bound how long and how often a task is tried. The zero value of every
// field is the default of the run.
type Limits struct {
	// Timeout bounds one run of one script of the task, be it a probe or a
	// remedy. What runs longer is ended on the host, with all that it started
	// and that has not left its process group, and the try has failed.
	Timeout time.Duration

	// Tries is how often at most the task is tried. A try has failed if the
	// probe could not look, the remedy failed, took too long or was cut off
	// by a lost connection, or if the state is still another after it. Before
	// every further try the host is asked, and the change planned, anew.
	Tries int

	// Pause is the time before the second try; 0 means 1 s. It doubles from
	// try to try, up to a minute.
	Pause time.Duration
}

func (l Limits) validate() error {
	if l.Timeout < 0 || l.Tries < 0 || l.Pause < 0 {
		return fmt.Errorf("limits %+v: none can be negative", l)
	}
	return nil
}

// DoWithin is DoThen with limits of the task's own. Where two roles ask for the
// same task, they must give it the same limits.
func (h *Host) DoWithin(l Limits, t tasks.Task, notify ...*Handler) {
	if err := l.validate(); err != nil {
		h.fault(fmt.Errorf("%s: %w", t, err))
		return
	}
	h.add(Work{Task: t, Notify: notify, Limits: l})
}
