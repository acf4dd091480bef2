package runner

import (
	"context"
	"errors"
	"fmt"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner/internal/wire"
	"github.com/hrun-dev/hrun/runner/report"
)

// deputy is the host that does a task of another one, and the number that the
// task has there. Delegated work never delegates, so that nobody who holds the
// duty of one host ever waits for that of another.
type deputy struct {
	*host
	task int
}

// deputy gives the task to the host that it is delegated to.
func (h *host) deputy(stage string, d recipes.Delegated, l recipes.Limits, late bool) *deputy {
	o := h.run.host(d.Host)
	o.work = append(o.work, work{Work: recipes.Work{Task: d, Limits: l}, stage: stage, late: late, of: h})
	return &deputy{host: o, task: len(o.work) - 1}
}

// whose returns the host whose work task i is.
func (h *host) whose(i int) *host {
	if of := h.work[i].of; of != nil {
		return of
	}
	return h
}

// inPlaces does the work in [from, to), each task where it belongs.
func (h *host) inPlaces(ctx context.Context, from, to int) error {
	for from < to {
		end := from
		for end < to && h.work[end].deputy == nil {
			end++
		}
		if err := h.inParts(ctx, from, end); err != nil {
			return err
		}
		if end < to {
			if err := h.delegate(ctx, end); err != nil {
				return err
			}
			end++
		}
		from = end
	}
	return nil
}

// delegate has task i done by its deputy. What it notifies is owed first.
func (h *host) delegate(ctx context.Context, i int) error {
	d := h.work[i].deputy
	d.duty.Lock()
	defer d.duty.Unlock()
	defer func() { h.work[i].said = h.work[i].said || d.work[d.task].said }()
	d.pending = h.pending
	if err := d.onDuty(ctx, d.see); errors.As(err, new(*UnmadeError)) {
		h.tell(i, report.Waiting, decision{err: err})
		h.await(i)
		return nil
	} else if err != nil {
		return h.undone(ctx, i, err)
	}
	differs := !d.decide(d.task).inSync()
	if differs && !h.Check {
		if err := h.oweNow(i); err != nil {
			return err
		}
	}
	if err := d.onDuty(ctx, func() error { return d.converge(ctx, d.task, d.task+1) }); err != nil {
		return h.undone(ctx, i, err)
	}
	if differs && h.Check {
		h.await(i)
	}
	return nil
}

// undone makes what the deputy has failed at, or why there is none, the
// failure of task i. Who unwraps it finds no [*HostError]: that is the deputy's.
func (h *host) undone(ctx context.Context, i int, err error) error {
	var task *TaskError
	d := h.work[i].deputy
	switch {
	case errors.As(err, &task) || ctx.Err() != nil:
		return err
	case d.work[d.task].said: // the deputy was lost in the midst of it
		return d.taskError(d.task, fmt.Errorf("%s: %w", d.Name, cause(err)))
	}
	return h.failTask(i, decision{}, fmt.Errorf("%s: %w", d.Name, cause(err)))
}

// see observes the task.
func (d *deputy) see() error { return d.observe(d.task, d.task+1) }

// look observes the task.
func (d *deputy) look(ctx context.Context) error {
	d.duty.Lock()
	defer d.duty.Unlock()
	return d.onDuty(ctx, d.see)
}

// decision is what planning the task gives.
func (d *deputy) decision() decision {
	d.duty.Lock()
	defer d.duty.Unlock()
	if d.work[d.task].seen == nil { // lost since, in the duty for another host
		return decision{err: errLost}
	}
	return d.decide(d.task)
}

// onDuty connects the host and runs f. If it is lost that is its own outcome,
// too; a task that fails is only that of the host whose work it is.
func (d *deputy) onDuty(ctx context.Context, f func() error) error {
	if d.unmade != nil {
		return d.unmade
	}
	if d.failed() {
		return fmt.Errorf("not used any more: %v", cause(d.err))
	}
	d.own(1)
	over := d.interruptible(ctx)
	err := d.persist(ctx, f)
	over()
	d.own(-1)
	var task *TaskError
	if errors.As(err, &task) || err == nil && ctx.Err() == nil {
		return err
	}
	d.fail(ctx, d.work[d.task].stage, err)
	return d.err
}

// oweNow writes the debts of task i before somebody else does it.
func (h *host) oweNow(i int) error {
	script := recipes.Owe(h.work[i].Notify, ":", "false")
	if script == ":" {
		return nil
	}
	var b wire.Batch
	b.Run(0, script)
	var said wire.Result
	err := h.send(&b, func(r wire.Result) { said = r })
	if late := (*lateError)(nil); errors.As(err, &late) {
		return h.failTask(i, decision{}, late.as("writing the debt"))
	} else if err != nil {
		return err
	}
	if said.Status != 0 {
		return h.failTask(i, decision{}, &ScriptError{What: "writing the debt", Status: said.Status, Stderr: said.Stderr})
	}
	return nil
}
