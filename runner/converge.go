package runner

import (
	"context"
	"errors"

	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/tasks"
)

// patience is how often a chain may stop at one and the same task because the
// probe printed something else again.
const patience = 5

var errRestless = errors.New("the probe prints something else each time it is asked")

// converge is the whole of check and apply for the work in [from, to). The
// two differ in one line. Called again, it goes on with what is not done yet.
func (h *host) converge(ctx context.Context, from, to int) error {
	for from < to && h.work[from].said {
		from++
	}
	if err := h.observe(from, to); err != nil {
		return err
	}
	stuck := 0
	for next := from; next < to; {
		if err := ctx.Err(); err != nil {
			return err
		}
		ds := h.plan(next, to)
		for next < to && h.settled(ds[next]) {
			h.tellInSync(next, ds[next])
			next++
		}
		if next == to {
			return nil
		}
		if err := ds[next].err; err != nil && !h.pending {
			return &failure{task: next, decision: ds[next], err: err}
		}
		if h.work[next].rebooted && ds[next].change.Reboots > 0 {
			return &failure{task: next, decision: ds[next], err: &DriftError{ds[next].change}}
		}
		if h.Check {
			return h.foresee(ds, next, to)
		}
		was := next
		var err error
		if next, err = h.chain(ctx, ds, next, to); err != nil {
			return err
		}
		if stuck++; next > was {
			stuck = 0
		}
		if stuck == patience {
			return h.failTask(next, ds[next], errRestless)
		}
	}
	return nil
}

// failTask reports a failed task and returns the error that ends the host.
func (h *host) failTask(i int, d decision, err error) error {
	if d.err != nil {
		d.change = tasks.Change{Found: d.change.Found} // the steps are only what may be done later, if the cause goes away
	}
	d.err = err
	h.tell(i, report.Failed, d)
	return h.taskError(i, err)
}

func (h *host) taskError(i int, err error) error {
	return h.mask.error(&TaskError{Host: h.whose(i).Name, Stage: h.work[i].stage, Task: h.work[i].Task.String(), Err: err})
}
