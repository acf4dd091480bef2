package runner

import (
	"context"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
)

// stage is a recipe's stage as it is carried out.
type stage struct {
	*run
	name     string
	hosts    []*host
	once     bool
	batches  recipes.Batches
	maxFail  recipes.Size // the zero one: failures stop nobody
	unreach  recipes.Unreachable
	creates  []inventory.Host // see [recipes.Stage.Creates]
	survey   bool             // see [recipes.Stage.Survey]
	segments []segment

	failures atomic.Int64 // hosts that have failed in this stage
	stopped  bool         // no host begins anything more, in this stage or a later one
}

// newStage applies what the run says to a stage that says nothing. What rolls
// has its own order, and hosts that need each other are not held back there.
func (u *run) newStage(s *recipes.Stage) *stage {
	st := &stage{run: u, name: s.Name, once: s.Once, batches: s.Serial, maxFail: s.MaxFail, unreach: s.Unreachable, creates: s.Creates, survey: s.Survey}
	switch {
	case st.survey:
		st.batches, st.creates = nil, nil // nobody is in anybody's way, and nobody makes anything
	case st.once:
		st.batches = nil // one host is no batch
	case len(st.batches) == 0 && !s.Rolls():
		st.batches = u.Serial
	}
	if !st.maxFail.Said() {
		st.maxFail = u.MaxFail
	}
	if !st.maxFail.Said() && len(st.batches) > 0 {
		st.maxFail = recipes.Hosts(0)
	}
	return st
}

// carryOut does the stage on all its hosts.
func (s *stage) carryOut(ctx context.Context) {
	before := s.differences()
	if s.once {
		s.carryOutOnce(ctx)
	} else {
		s.carryOutOn(ctx, s.hosts)
		s.skipFailed(ctx, s.hosts)
	}
	s.create(ctx, s.differences() > before)
}

func (s *stage) carryOutOn(ctx context.Context, hosts []*host) {
	for _, h := range hosts {
		h.pending = s.planned.Load()
		h.unreach = s.unreach
	}
	for batch := range s.inBatches(s.batches, hosts) {
		s.inTurn(ctx, batch)
	}
}

// skipFailed reports what hosts that have failed leave undone.
func (s *stage) skipFailed(ctx context.Context, hosts []*host) {
	for _, h := range hosts {
		if h.failed() || ctx.Err() != nil {
			s.skip(h)
		}
	}
}

// inTurn does the segments one after another. Once the stage is stopped, hosts
// only give up what they would have begun.
func (s *stage) inTurn(ctx context.Context, hosts []*host) {
	for _, seg := range s.segments {
		switch {
		case s.survey && !s.stopped: // one finding keeps nobody from finding others
			s.each(hosts, func(h *host) { h.surveyIn(ctx, seg.spans[h]) })
		case s.isStopped():
			s.stop(ctx, seg, hosts)
		case seg.rolls && !s.Check:
			s.roll(ctx, seg, hosts)
		default:
			s.each(hosts, func(h *host) {
				if s.isStopped() {
					s.stop(ctx, seg, []*host{h})
					return
				}
				(&turn{host: h, span: seg.spans[h]}).atOnce(ctx)
			})
		}
	}
}

// each calls f for every host, at most Forks at a time, and counts those that
// fail in it.
func (s *stage) each(hosts []*host, f func(*host)) { s.atMost(s.forks(), hosts, f) }

// atMost is each with a limit of its own; a negative one is none.
func (s *stage) atMost(limit int, hosts []*host, f func(*host)) {
	atMost(limit, hosts, func(h *host) {
		before := h.troubles()
		f(h)
		if h.troubles() > before {
			s.countFailure(h)
		}
	})
}

// atMost calls f for every host, at most limit at a time; a negative limit is
// none.
func atMost(limit int, hosts []*host, f func(*host)) {
	var g errgroup.Group
	g.SetLimit(limit)
	for _, h := range hosts {
		g.Go(func() error { f(h); return nil })
	}
	_ = g.Wait() // failures are kept on the hosts
}

// skip reports what a host leaves undone in this stage.
func (s *stage) skip(h *host) {
	for _, seg := range s.segments {
		at := seg.spans[h]
		for i := at.from; i < at.end; i++ {
			if i < at.to || i >= at.gate { // what encloses a turn that was not begun is no work
				h.skip(i)
			}
		}
	}
}
