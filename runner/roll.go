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

// roll lets the hosts that owe something take turns: those that give no
// service at once, then those whose turn an earlier run has begun, and the
// others by rank. Nobody who gives service goes once more hosts of the stage
// than MaxFail have failed, in whichever stage.
func (s *stage) roll(ctx context.Context, seg segment, hosts []*host) {
	free, serving := parted(s.turns(ctx, seg, hosts))
	if s.isStopped() {
		s.stop(ctx, seg, hostsOf(free))
		free = nil
	}
	s.atMost(-1, hostsOf(free), func(h *host) { // at once: they may need each other
		t := find(free, h)
		t.ungate()
		t.do(ctx, t.from, t.to)
	})
	s.atMost(1, hostsOf(free), func(h *host) {
		t := find(free, h)
		if t.begun {
			t.finish(ctx)
		} else if !t.failed() {
			t.tellAll(t.gate, t.end, report.OK) // an end of the turn that was not owed
		}
	})
	for batch := range s.inBatches(seg.batches, hostsOf(serving)) {
		s.stopped = s.stopped || s.tooMany(seg, hosts)
		if s.isStopped() {
			s.each(batch, func(h *host) { find(serving, h).giveBack(ctx) })
			s.stop(ctx, seg, batch)
			continue
		}
		s.each(batch, func(h *host) { find(serving, h).take(ctx) })
	}
	if len(free)+len(serving) > 0 {
		s.stopped = s.stopped || s.tooMany(seg, hosts)
	}
}

// tooMany reports whether more hosts have failed than the rolling puts up with.
func (s *stage) tooMany(seg segment, hosts []*host) bool {
	others := s.hosts
	if s.once {
		others = hosts
	}
	failed := 0
	for _, h := range others {
		if h.broken() {
			failed++
		}
	}
	return seg.maxFail.ExceededBy(failed, len(others))
}

// turns asks the hosts what they owe, in parallel.
func (s *stage) turns(ctx context.Context, seg segment, hosts []*host) []*turn {
	turns := make([]*turn, len(hosts))
	s.each(hosts, func(h *host) {
		t := &turn{host: h, span: seg.spans[h]}
		if h.failed() || t.prior == t.end {
			return
		}
		owes := false
		h.guarded(ctx, t.from, func() (err error) {
			if owes, err = t.owes(ctx); err != nil || !owes {
				return err
			}
			return t.askRank()
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
	slices.SortStableFunc(serving, func(a, b *turn) int { return slices.Compare(a.order(), b.order()) })
	return free, serving
}

// order is compared to tell who goes first: a host whose turn was begun may be
// drained, or not well; if only the end of the turn is left, that is quickest.
func (t *turn) order() []int {
	switch {
	case t.begun && !t.owing:
		return []int{0, t.place}
	case t.begun:
		return []int{1, t.place}
	}
	return []int{2, t.place}
}

// askRank asks a host that owes something when it may go.
func (t *turn) askRank() error {
	if t.rank == "" {
		return nil
	}
	var b wire.Batch
	b.Run(0, t.rank)
	var said wire.Result
	err := t.send(&b, func(r wire.Result) { said = r })
	if late := (*lateError)(nil); errors.As(err, &late) {
		return t.unranked(late.as("rank"))
	} else if err != nil {
		return err
	}
	return t.ranked(said)
}

func (t *turn) ranked(said wire.Result) (err error) {
	if said.Status != 0 {
		return t.unranked(&ScriptError{What: "rank", Status: said.Status, Stderr: said.Stderr})
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

// unranked fails a host that does not tell its rank, unless what it owes, or
// what is only planned, may be the cure.
func (t *turn) unranked(err error) error {
	if t.begun || t.pending {
		return nil
	}
	return t.failTask(t.from, decision{}, err)
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
