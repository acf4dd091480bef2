package runner

import (
	"context"
	"errors"
	"fmt"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner/internal/wire"
)

// chain sends the plans from task i on, up to the first that cannot be planned
// yet, and returns the first task that was not done.
func (h *host) chain(ctx context.Context, ds []decision, i, to int) (int, error) {
	links, err := h.links(ctx, ds, i, to)
	if err != nil {
		return i, err
	}
	h.changes.Add(1) // counted before it is known how far the chain comes
	var b wire.Batch
	for j := i; j < to; j++ {
		h.define(&b, j) // the shell may be another than the one that has observed them
	}
	b.Chain(links, to)
	c := outcome{host: h, ds: ds, next: i, end: links[len(links)-1].Task + 1}
	if err := h.send(&b, c.result); err != nil {
		return i, c.broken(ctx, err)
	}
	h.staged = nil
	if c.err != nil {
		return i, c.err
	}
	c.inSyncUpTo(c.end)
	return c.end, nil
}

// links makes the chain. A handler that a link before it notifies is planned
// from what its probe will print by then. An upload waits for what precedes
// it: it may take long, and be in vain.
func (h *host) links(ctx context.Context, ds []decision, i, to int) ([]wire.Link, error) {
	var links []wire.Link
	owed := debts{}
	for j := i; j < to && ds[j].err == nil && (j == i || ds[j].change.Upload() == nil); j++ {
		w, seen := h.work[j], h.work[j].seen.Stdout
		if by := owed.expect(w.Task, seen); by != seen {
			seen, ds[j] = by, decide(w.Task, wire.Result{Stdout: by})
		}
		l := wire.Link{Task: j, Guard: wire.Guard(seen)}
		if !ds[j].change.Empty() {
			if err := h.approve(j, seen, ds[j]); err != nil && j > i {
				break // it is another one, perhaps, once what precedes it is done
			} else if err != nil {
				return nil, h.failTask(j, ds[j], err)
			}
			l.Remedy = recipes.Owe(w.Notify, ds[j].change.Script(), l.Unchanged())
			owed.owe(w.Notify)
			owed.pay(w.Task)
		}
		if err := h.bring(ctx, &l, ds[j]); err != nil && j > i {
			break // do what precedes it first, and try again
		} else if err != nil {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			return nil, h.unstored(j, ds[j], err)
		}
		links = append(links, l)
		if ds[j].change.Reboots > 0 {
			break
		}
	}
	return links, nil
}

// outcome follows the results of a chain as they come.
type outcome struct {
	*host
	ds    []decision
	next  int  // first task whose outcome was not reported
	end   int  // first task not done, once known
	stale bool // probes that follow are fresh observations, not verifications
	err   error
}

func (c *outcome) result(r wire.Result) {
	switch {
	case r.Kind == wire.Stale:
		if c.err == nil {
			c.end = r.Task
		}
		c.stale = true
	case r.Kind == wire.Applied:
		c.changes.Add(1)
		c.ds[r.Task].took = r.Took
		if r.Status != 0 {
			c.inSyncUpTo(r.Task)
			c.fail(r.Task, c.remedyError(r))
		}
	case c.stale:
		c.saw(r, c.changes.Load())
	default:
		c.verify(r)
	}
}

// remedyError is why a remedy failed. One that reboots has then not done so.
func (c *outcome) remedyError(r wire.Result) error {
	err := &ScriptError{What: "remedy", Status: r.Status, Stderr: r.Stderr}
	if change := c.ds[r.Task].change; change.Reboots > 0 && !change.Waits {
		return &RebootError{Outcome: NeverDown, Within: change.Reboots, Err: err}
	}
	return err
}

// verify judges a task by the probe that followed its remedy.
func (c *outcome) verify(r wire.Result) {
	c.saw(r, c.changes.Load())
	c.inSyncUpTo(r.Task)
	left := decide(c.work[r.Task].Task, r)
	switch {
	case left.err != nil:
		c.fail(r.Task, fmt.Errorf("after its remedy: %w", left.err))
	case !left.change.Empty():
		c.fail(r.Task, &DriftError{left.change})
	default:
		c.running.Store(0)
		d := c.ds[r.Task]
		d.change.Found = left.change.Found
		c.tellChanged(r.Task, d)
		c.next = r.Task + 1
	}
}

// fail keeps the first failure: links after it may have run already, and are
// reported as what they are.
func (c *outcome) fail(i int, err error) {
	c.running.Store(0)
	c.next = i + 1
	if c.err == nil {
		c.err = &failure{task: i, decision: c.ds[i], begun: true, err: err}
		return
	}
	c.work[i].failure = err
}

// broken judges an end of the shell before that of the chain.
func (c *outcome) broken(ctx context.Context, err error) error {
	var late *lateError
	var lost *HostError
	task := int(c.running.Load()) - 1
	switch {
	case ctx.Err() != nil:
	case errors.As(err, &late) && !c.stale && late.kind != wire.Guarded:
		c.fail(late.task, late.TimeoutError)
	case errors.As(err, &lost) && lost.Lost && task >= 0:
		d := c.ds[task]
		if d.change.Reboots > 0 {
			return c.reboot(ctx, task, d)
		}
		if w := &c.work[task]; w.begun == nil {
			w.begun = &d
		}
		if d.change.Waits {
			c.running.Store(0) // nothing is under way that may not be repeated
		}
	}
	if c.err != nil {
		return c.err
	}
	return err
}

// inSyncUpTo reports the tasks before i whose guards held and that had nothing
// to do.
func (c *outcome) inSyncUpTo(i int) {
	for ; c.next < i; c.next++ {
		if c.ds[c.next].inSync() {
			c.tellInSync(c.next, c.ds[c.next])
		}
	}
}
