package runner

import (
	"context"
	"errors"
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

// span is a range of a host's numbered work. Gate work comes after it and is
// only looked at when it is needed.
type span struct {
	from, to, gate int
	rank           sh.Script // of a rolling segment
}

func (s *stage) lay(seg recipes.Segment) segment {
	out := segment{rolls: seg.Name != "", spans: map[*host]span{}}
	for _, h := range s.hosts {
		at := span{from: len(h.work)}
		for _, w := range seg.Work[h.Name] {
			h.add(s.name, w, s.once && h != s.hosts[0])
		}
		at.to = len(h.work)
		if r := seg.Rolling[h.Name]; r != nil {
			at.rank = r.Rank
			if out.serial == 0 {
				out.serial = max(r.Serial, 1)
			}
			for _, t := range r.Gate {
				h.add(s.name, recipes.Work{Task: t}, true)
			}
		}
		at.gate = len(h.work)
		out.spans[h] = at
	}
	return out
}

// errStopped is why a host of a serial stage had no turn.
var errStopped = errors.New("not done, because a host before it failed")

func (s *stage) inTurn(ctx context.Context, hosts []*host) {
	for _, seg := range s.segments {
		if seg.rolls && !s.Check {
			s.roll(ctx, seg, hosts)
			continue
		}
		s.each(hosts, func(h *host) {
			at := seg.spans[h]
			h.do(ctx, at.from, at.to)
		})
	}
}

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
			s.each(batch, func(h *host) { h.stop(s.name, errStopped) })
			continue
		}
		s.inTurn(ctx, batch)
		stopped = s.serial > 0 && slices.ContainsFunc(batch, (*host).failed)
	}
	for _, h := range hosts {
		s.skip(h)
	}
}

// each calls f for every host, at most Forks at a time.
func (s *stage) each(hosts []*host, f func(*host)) {
	var g errgroup.Group
	g.SetLimit(s.forks())
	for _, h := range hosts {
		g.Go(func() error { f(h); return nil })
	}
	_ = g.Wait() // failures are kept on the hosts
}

// skip reports what a failed host leaves undone in this stage.
func (s *stage) skip(h *host) {
	if !h.failed() {
		return
	}
	for _, seg := range s.segments {
		at := seg.spans[h]
		for i := at.from; i < at.to; i++ {
			h.skip(i)
		}
	}
}

func firstWell(hosts []*host) []*host {
	for i, h := range hosts {
		if !h.failed() {
			return hosts[i : i+1]
		}
	}
	return nil
}
