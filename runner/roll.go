package runner

import (
	"cmp"
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
	free  bool // gives no service: goes first
	begun bool // has paid in an earlier run, and not passed its gate
	owing bool // has handlers to pay
	place int  // lower goes first
}

// roll lets the hosts that owe something pay in turn: those that give no
// service at once, then those that an earlier run left before their gate, and
// the others by rank, each followed by its gate. Nobody who gives service goes
// as long as another host of the stage has failed.
func (s *stage) roll(ctx context.Context, seg segment, hosts []*host) {
	free, serving := parted(s.turns(ctx, seg, hosts))
	atMost(-1, hostsOf(free), func(h *host) { // at once: they may need each other
		t := find(free, h)
		t.ungate()
		h.do(ctx, t.from, t.to)
	})
	for _, t := range free {
		if t.begun {
			t.pass(ctx)
		} else if !t.failed() {
			t.tellAll(t.gate, t.end, report.OK) // a gate that was not owed
		}
	}
	others := s.hosts
	if s.once {
		others = hosts
	}
	for batch := range slices.Chunk(serving, max(seg.serial, 1)) {
		if slices.ContainsFunc(others, (*host).failed) {
			for _, t := range batch {
				t.stop(ctx, s.name)
			}
			continue
		}
		s.each(hostsOf(batch), func(h *host) { find(batch, h).take(ctx) })
	}
}

// turns asks the hosts what they owe, in parallel.
func (s *stage) turns(ctx context.Context, seg segment, hosts []*host) []*turn {
	turns := make([]*turn, len(hosts))
	s.each(hosts, func(h *host) {
		t := &turn{host: h, span: seg.spans[h]}
		if h.failed() || t.from == t.to {
			return
		}
		owes := false
		h.guarded(ctx, t.from, func() (err error) {
			owes, err = t.owes()
			return err
		})
		if owes {
			turns[slices.Index(hosts, h)] = t
		}
	})
	return slices.DeleteFunc(turns, func(t *turn) bool { return t == nil || t.failed() })
}

// parted tells the hosts that are free from those that serve, in their order.
func parted(turns []*turn) (free, serving []*turn) {
	for _, t := range turns {
		if t.free {
			free = append(free, t)
		} else {
			serving = append(serving, t)
		}
	}
	slices.SortStableFunc(serving, func(a, b *turn) int {
		if a.left() != b.left() {
			if a.left() {
				return -1
			}
			return 1
		}
		return cmp.Compare(a.place, b.place)
	})
	return free, serving
}

// left tells whether nothing but the gate is owed: an earlier run left it there.
func (t *turn) left() bool { return t.begun && !t.owing }

// ungate lets the handlers of a host that gives no service owe no gate, unless
// one is owed already: what has paid and was not well is not forgiven because
// it now gives no service at all.
func (t *turn) ungate() {
	if t.begun {
		return
	}
	for i := t.from; i < t.to; i++ {
		t.work[i].Notify = nil
	}
}

// take is a turn: the handlers, and the gate.
func (t *turn) take(ctx context.Context) {
	t.do(ctx, t.from, t.to)
	t.pass(ctx)
}

// pass is the gate, and the end of its debt.
func (t *turn) pass(ctx context.Context) {
	before := t.failed()
	t.do(ctx, t.to, t.gate)
	if t.failed() && !before {
		for i := t.to; i < t.gate; i++ {
			t.skip(i)
		}
	}
	t.do(ctx, t.gate, t.end)
}

// owes tells whether the host owes any handler of its span, or its gate, and
// asks for its rank if so. Where nothing is owed, that is reported.
func (t *turn) owes() (bool, error) {
	if err := t.observe(t.from, t.to); err != nil {
		return false, err
	}
	if err := t.observe(t.gate, t.end); err != nil {
		return false, err
	}
	handlers, gate := t.plan(t.from, t.to)[t.from:t.to], t.plan(t.gate, t.end)[t.gate:t.end]
	owing := func(d decision) bool { return !d.inSync() }
	t.begun, t.owing = slices.ContainsFunc(gate, owing), slices.ContainsFunc(handlers, owing)
	if !t.begun && !t.owing {
		t.tellAll(t.from, t.to, report.OK)
		t.tellAll(t.gate, t.end, report.OK)
		return false, nil
	}
	if t.rank == "" {
		return true, nil
	}
	var b wire.Batch
	b.Run(0, t.rank)
	var said wire.Result
	if err := t.send(&b, func(r wire.Result) { said = r }); err != nil {
		return true, err
	}
	return true, t.ranked(said)
}

func (t *turn) ranked(said wire.Result) (err error) {
	if said.Status != 0 && t.begun {
		return nil // what it owes may be the cure; its gate will tell
	}
	if said.Status != 0 {
		return t.failTask(t.from, decision{}, &ScriptError{What: "rank", Status: said.Status, Stderr: said.Stderr})
	}
	word := strings.TrimSpace(said.Stdout)
	if t.free = word == "free"; t.free {
		return nil
	}
	if t.place, err = strconv.Atoi(word); err != nil {
		return t.failTask(t.from, decision{}, fmt.Errorf("rank printed %q: %w", word, errors.Unwrap(err)))
	}
	return nil
}

// tellAll reports work that had no differences.
func (t *turn) tellAll(from, to int, r report.Result) {
	for i := from; i < to; i++ {
		t.tell(i, r, decision{})
	}
}

func hostsOf(turns []*turn) []*host {
	hosts := make([]*host, len(turns))
	for i, t := range turns {
		hosts[i] = t.host
	}
	return hosts
}

func find(turns []*turn, h *host) *turn {
	return turns[slices.IndexFunc(turns, func(t *turn) bool { return t.host == h })]
}
