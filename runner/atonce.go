package runner

import (
	"context"
	"errors"

	"github.com/hrun-dev/hrun/runner/report"
)

var errAfter = errors.New("is seen to when the work above is done")

// atOnce does the work of a segment that does not roll. In check it also says
// what a turn would do; nobody waits for anybody then.
func (t *turn) atOnce(ctx context.Context) {
	if t.unmade != nil { // what encloses the work is for hosts that are in use
		t.waitAll(t.from, t.to)
		t.waitAll(t.gate, t.end)
		return
	}
	if !t.encloses() {
		t.do(ctx, t.from, t.to)
		t.do(ctx, t.gate, t.end)
		return
	}
	owes := false
	t.guarded(ctx, t.from, func() (err error) {
		if owes, err = t.owes(ctx); err != nil || !owes {
			return err
		}
		return t.askRank()
	})
	if t.failed() || !owes {
		return
	}
	if t.free {
		t.ungate()
	} else if t.owing {
		t.do(ctx, t.prior, t.from)
	}
	t.do(ctx, t.from, t.to)
	t.foreseeAfter(ctx)
	t.do(ctx, t.gate, t.end)
}

// foreseeAfter says what comes after the work. It undoes what is done before,
// so that it cannot be judged until then.
func (t *turn) foreseeAfter(ctx context.Context) {
	switch {
	case t.failed() || ctx.Err() != nil:
	case t.owing && !t.free:
		for i := t.to; i < t.after; i++ {
			t.tell(i, report.Waiting, decision{err: errAfter})
		}
	case t.begun:
		t.do(ctx, t.to, t.after)
	}
}
