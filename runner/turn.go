package runner

import (
	"context"
	"errors"
	"slices"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner/report"
)

// turn is a host that has something to do in a segment, and when it may.
type turn struct {
	*host
	span
	free  bool // gives no service: goes first
	begun bool // an earlier run has begun the turn, and not ended it
	owing bool // has work to do
	place int  // lower goes first
	known int  // the first of its work that could not be observed, or the end
}

// take is a turn.
func (t *turn) take(ctx context.Context) {
	if !t.still(ctx) || t.owing && !t.prepare(ctx) {
		return
	}
	t.do(ctx, t.from, t.to)
	t.finish(ctx)
}

// still reports whether the host has anything to do now that it is its turn:
// the turns of others may have changed that. What cannot be judged fails
// before anything is drained for it.
func (t *turn) still(ctx context.Context) (owes bool) {
	t.guarded(ctx, t.from, func() (err error) {
		if owes, err = t.owes(ctx); err != nil || !t.owing || t.prior == t.from {
			return err
		}
		for i := t.from; i < t.known; i++ {
			d := t.decide(i)
			if d.err != nil {
				return &failure{task: i, decision: d, err: d.err}
			}
			if !d.inSync() {
				break
			}
		}
		return nil
	})
	return owes && !t.failed()
}

// prepare does what comes before the work. If that fails, what it has begun is
// ended again: the service itself was not touched.
func (t *turn) prepare(ctx context.Context) bool {
	t.do(ctx, t.prior, t.from)
	if !t.failed() {
		return true
	}
	t.skipAll(t.prior, t.to)
	if ctx.Err() != nil {
		return false
	}
	var task *TaskError
	if !errors.As(t.err, &task) { // lost: the next run ends the turn
		return false
	}
	failure := t.err
	t.err = nil
	t.guarded(ctx, t.from, func() error { return t.observe(t.gate, t.end) })
	if !t.failed() && t.differ(t.gate, t.end) {
		t.finish(ctx)
	}
	t.err = failure
	return false
}

// finish is what comes after the work, and the end of the turn's debt.
func (t *turn) finish(ctx context.Context) {
	before := t.failed()
	t.do(ctx, t.to, t.gate)
	if t.failed() && !before {
		t.skipAll(t.to, t.gate)
	}
	t.do(ctx, t.gate, t.end)
}

// giveBack undoes what was done before the work, where an earlier run has left
// nothing but that: others have failed, and this host may be missed. The end of
// the turn stays owed.
func (t *turn) giveBack(ctx context.Context) {
	if t.begun && !t.owing {
		t.do(ctx, t.to, t.after)
	}
}

// ungate lets the work of a host that gives no service owe no end of its turn,
// unless one is owed already: what has been changed and was not well is not
// forgiven because it now gives no service at all.
func (t *turn) ungate() {
	if t.begun {
		return
	}
	for i := t.from; i < t.to; i++ {
		t.work[i].Notify = slices.DeleteFunc(slices.Clone(t.work[i].Notify), t.endsBy)
	}
}

// endsBy reports whether the handler is the debt of the turn.
func (t *turn) endsBy(hd *recipes.Handler) bool {
	return t.gate < t.end && t.work[t.gate].Task.(recipes.Debt).Handler == hd
}

// owes tells whether the host has any work in its span, or a turn to end.
// Where nothing is owed, that is reported. Late tasks are made first; what
// cannot be made yet is taken for work.
func (t *turn) owes(ctx context.Context) (bool, error) {
	t.known = t.from
	for t.known < t.to && t.made(ctx, t.known) {
		t.known++
	}
	if err := t.observe(t.from, t.known, t.debt()...); err != nil {
		return false, err
	}
	t.owing, t.begun = t.known < t.to || t.differ(t.from, t.known), t.differ(t.gate, t.end)
	if !t.begun && !t.owing {
		for i, d := range t.plan(t.from, t.to)[t.from:t.to] {
			t.tell(t.from+i, report.OK, d)
		}
		t.tellAll(t.gate, t.end, report.OK)
	}
	return t.begun || t.owing, nil
}

// made reports whether the task can be observed.
func (t *turn) made(ctx context.Context, i int) bool {
	switch {
	case t.lateness(i) != nil:
		return t.make(i, t.ask(ctx, i)[0]) == nil
	case t.work[i].deputy != nil:
		return t.work[i].deputy.look(ctx) == nil
	}
	return true
}

// debt returns the number of the turn's own debt, if it has one.
func (t *turn) debt() []int {
	if t.gate < t.end {
		return []int{t.gate}
	}
	return nil
}

// differ reports whether anything in [from, to) differed when it was observed,
// or may yet come to differ.
func (t *turn) differ(from, to int) bool {
	return slices.ContainsFunc(t.plan(from, to)[from:to], func(d decision) bool { return !t.settled(d) })
}

// tellAll reports work that had no differences.
func (t *turn) tellAll(from, to int, r report.Result) {
	for i := from; i < to; i++ {
		t.tell(i, r, decision{})
	}
}

// skipAll reports what of the turn is not done, because it has failed before.
func (t *turn) skipAll(from, to int) {
	for i := from; i < to; i++ {
		t.skip(i)
	}
}
