package runner

import (
	"context"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// stage is a recipe's stage as it is carried out.
type stage struct {
	*run
	name     string
	hosts    []*host
	serial   int
	once     bool
	segments []segment
}

// segment is a part of a stage; each of its hosts does a span of its work.
type segment struct {
	rolls  bool
	serial int
	spans  map[*host]span
}

// span is a range of a host's numbered work: its tasks or handlers in
// [from, to) and, where it rolls, its gate in [to, gate) and in [gate, end) the
// debt that stands until the gate is passed.
type span struct {
	from, to, gate, end int
	rank                sh.Script
}

func (s *stage) lay(seg recipes.Segment) segment {
	out := segment{rolls: seg.Name != "", spans: map[*host]span{}}
	for _, h := range s.hosts {
		part := seg.Of[h.Name]
		if part == nil {
			part = &recipes.Part{}
		}
		elsewhere := s.once && h != s.hosts[0] // most likely another host's work
		at := span{from: len(h.work)}
		for _, w := range part.Work {
			h.add(s.name, w, elsewhere)
		}
		at.to, at.gate, at.end = len(h.work), len(h.work), len(h.work)
		if r := part.Rolling; r != nil {
			at.rank = r.Rank
			if out.serial == 0 {
				out.serial = max(r.Serial, 1)
			}
			for _, w := range part.Gate {
				h.add(s.name, w, true)
			}
			at.gate = len(h.work)
			for _, w := range part.Passed {
				h.add(s.name, w, elsewhere)
			}
			at.end = len(h.work)
		}
		out.spans[h] = at
	}
	return out
}

// carryOut does the stage on all its hosts.
func (s *stage) carryOut(ctx context.Context) {
	hosts := s.hosts
	if s.once {
		hosts = firstWell(hosts)
	}
	for _, h := range hosts {
		h.pending = s.planned.Load()
	}
	size := len(hosts)
	if s.serial > 0 {
		size = s.serial
	}
	stopped := false
	for batch := range slices.Chunk(hosts, max(size, 1)) {
		if stopped {
			s.each(batch, func(h *host) { h.stop(ctx, s.name) })
			continue
		}
		well := slices.DeleteFunc(slices.Clone(batch), (*host).failed)
		s.inTurn(ctx, batch)
		stopped = s.serial > 0 && slices.ContainsFunc(well, (*host).failed)
	}
	for _, h := range hosts {
		if h.failed() || ctx.Err() != nil {
			s.skip(h)
		}
	}
}

func (s *stage) inTurn(ctx context.Context, hosts []*host) {
	for _, seg := range s.segments {
		if seg.rolls && !s.Check {
			s.roll(ctx, seg, hosts)
			continue
		}
		s.each(hosts, func(h *host) {
			at := seg.spans[h]
			h.do(ctx, at.from, at.to)
			h.do(ctx, at.gate, at.end)
		})
	}
}

// each calls f for every host, at most Forks at a time.
func (s *stage) each(hosts []*host, f func(*host)) { atMost(s.forks(), hosts, f) }

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
			if i < at.to || i >= at.gate { // a gate that was not begun is no work
				h.skip(i)
			}
		}
	}
}

// firstWell returns the first host that has not failed, or the first at all,
// so that somebody reports what is not done.
func firstWell(hosts []*host) []*host {
	i := max(slices.IndexFunc(hosts, func(h *host) bool { return !h.failed() }), 0)
	return hosts[i:min(i+1, len(hosts))]
}
