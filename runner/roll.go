package runner

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/hrun-dev/hrun/runner/internal/wire"
	"github.com/hrun-dev/hrun/runner/report"
)

// turn is a host that owes a rolling handler, and when it may pay.
type turn struct {
	*host
	span
	free  bool // gives no service: goes first and is not gated
	place int  // lower goes first
	paid  bool
}

// roll lets the hosts that owe something pay in turn: those that give no
// service at once, then the others by rank, each followed by its gate.
func (s *stage) roll(ctx context.Context, seg segment, hosts []*host) {
	turns := make([]*turn, len(hosts))
	s.each(hosts, func(h *host) {
		at := seg.spans[h]
		if h.failed() || at.from == at.to || ctx.Err() != nil {
			return
		}
		t := &turn{host: h, span: at}
		stop := h.interruptible(ctx)
		owes, err := t.owes(ctx)
		stop()
		switch {
		case err != nil:
			h.fail(ctx, s.name, err)
		case owes:
			turns[slices.Index(hosts, h)] = t
		}
	})
	turns = slices.DeleteFunc(turns, func(t *turn) bool { return t == nil })
	free := slices.DeleteFunc(slices.Clone(turns), func(t *turn) bool { return !t.free })
	serving := slices.DeleteFunc(turns, func(t *turn) bool { return t.free })
	slices.SortStableFunc(serving, func(a, b *turn) int { return a.place - b.place })

	s.take(ctx, free)
	for batch := range slices.Chunk(serving, max(seg.serial, 1)) {
		if s.take(ctx, batch) {
			continue
		}
		for _, t := range serving {
			if !t.paid {
				t.stop(s.name, errStopped)
			}
		}
		return
	}
}

// take gives the hosts their turn, gate included, and tells whether all of
// them came out well.
func (s *stage) take(ctx context.Context, turns []*turn) bool {
	hosts := make([]*host, len(turns))
	for i, t := range turns {
		hosts[i] = t.host
	}
	s.each(hosts, func(h *host) {
		t := turns[slices.Index(hosts, h)]
		h.do(ctx, t.from, t.to)
		if !t.free {
			h.do(ctx, t.to, t.gate)
		}
		t.paid = !h.failed()
	})
	return !slices.ContainsFunc(turns, func(t *turn) bool { return !t.paid })
}

// owes tells whether the host owes any handler of its span, and asks for its
// rank if so. Where nothing is owed, that is reported.
func (t *turn) owes(ctx context.Context) (bool, error) {
	if err := t.observe(ctx, t.from, t.to); err != nil {
		return false, err
	}
	ds := t.plan(t.from, t.to)
	if !slices.ContainsFunc(ds[t.from:t.to], func(d decision) bool { return !d.inSync() }) {
		for i := t.from; i < t.to; i++ {
			t.tell(i, report.OK, ds[i])
		}
		return false, nil
	}
	if t.span.rank == "" {
		return true, nil
	}
	var b wire.Batch
	b.Run(0, t.span.rank)
	var said wire.Result
	if err := t.send(&b, func(r wire.Result) { said = r }); err != nil {
		return true, err
	}
	return true, t.placed(said)
}

func (t *turn) placed(said wire.Result) (err error) {
	if said.Status != 0 {
		return t.taskError(t.from, &ScriptError{What: "rank", Status: said.Status, Stderr: said.Stderr})
	}
	word := strings.TrimSpace(said.Stdout)
	if t.free = word == "free"; t.free {
		return nil
	}
	if t.place, err = strconv.Atoi(word); err != nil {
		return t.taskError(t.from, fmt.Errorf("rank printed %q: %w", word, errors.Unwrap(err)))
	}
	return nil
}
