package runner

import (
	"errors"
	"fmt"
	"time"

	"github.com/hrun-dev/hrun/runner/internal/wire"
	"github.com/hrun-dev/hrun/tasks"
)

// decision is what planning one task from its latest observation gave.
type decision struct {
	change tasks.Change
	err    error         // the state could not be read or judged
	took   time.Duration // of the remedy, once it has run
}

func (d decision) inSync() bool { return d.err == nil && d.change.Empty() }

// tentative returns why a task in sync may not stay so, or nil.
func (d decision) tentative() error {
	if !d.inSync() || d.change.Tentative == "" {
		return nil
	}
	return errors.New(d.change.Tentative)
}

// settled tells whether a task has nothing to do, and will have nothing to do
// once the changes that are pending are made.
func (h *host) settled(d decision) bool {
	return d.inSync() && !(h.pending && d.tentative() != nil)
}

// plan decides on every task in [from, to). No input or output happens here.
func (h *host) plan(from, to int) []decision {
	ds := make([]decision, len(h.work))
	for i := from; i < to; i++ {
		ds[i] = h.decide(i)
	}
	return ds
}

// decide plans a task from its latest observation; in check a handler that a
// planned change notifies is planned from what its probe would print then.
func (h *host) decide(i int) decision {
	w := &h.work[i]
	if w.deputy != nil {
		return w.deputy.decision()
	}
	if w.hung != nil {
		return decision{err: w.hung}
	}
	if by := h.owed.expect(w.Task, w.seen.Stdout); by != w.seen.Stdout {
		return decide(w.Task, wire.Result{Stdout: by})
	}
	return decide(w.Task, *w.seen)
}

func decide(t tasks.Task, r wire.Result) (d decision) {
	if r.Status != 0 {
		d.err = &ScriptError{What: "probe", Status: r.Status, Stderr: r.Stderr}
		return d
	}
	d.err = protect(func() (err error) {
		d.change, err = t.Plan(r.Stdout)
		return err
	})
	if d.err == nil {
		if err := d.change.Validate(); err != nil {
			d.err = fmt.Errorf("the task is wrong: %w", err)
		}
	}
	return d
}
