package recipestest

import (
	"errors"
	"iter"
	"slices"

	"github.com/hrun-dev/hrun/recipes"
)

// stage is a stage that is carried out.
type stage struct {
	*run
	of       *recipes.Stage
	hosts    []*host
	maxFail  recipes.Size
	failures int // hosts that have failed in it
}

var errStopped = errors.New("the stage was stopped")

// stage carries a stage out.
func (r *run) stage(of *recipes.Stage) {
	r.t.Helper()
	s := &stage{run: r, of: of, maxFail: of.MaxFail}
	for _, h := range of.Hosts {
		s.hosts = append(s.hosts, r.hosts[h.Name])
	}
	if !s.maxFail.Said() && len(of.Serial) > 0 && !of.Once && !of.Survey {
		s.maxFail = recipes.Hosts(0)
	}
	r.story.stage, r.story.told = of.Name, ""
	if !of.Survey {
		r.settle()
	}
	for _, h := range r.hosts {
		h.before = before{failed: h.err != nil, changed: h.changed}
	}
	for _, h := range s.hosts {
		h.pending = r.changed
	}
	differences := s.differences()
	s.tellSkipped()
	hosts, batches := s.hosts, of.Serial
	if of.Once {
		hosts, batches = firstWell(hosts), nil
	}
	if of.Survey && !s.stopped {
		for _, h := range hosts {
			s.survey(h)
		}
		r.halting = r.halting || s.isStopped()
		return
	}
	for batch := range s.inBatches(batches, hosts) {
		for _, seg := range of.Segments() {
			switch {
			case s.isStopped():
				s.stop(seg, batch)
			case seg.Name != "" && !r.check:
				s.roll(seg, batch)
			default:
				s.each(batch, func(h *host) { s.turn(seg, h).atOnce() })
			}
		}
	}
	r.stopped = s.isStopped()
	s.create(s.differences() > differences)
}

// firstWell returns the host that does what only one does.
func firstWell(hosts []*host) []*host {
	i := slices.IndexFunc(hosts, func(h *host) bool { return h.err == nil })
	if i < 0 {
		return nil
	}
	return hosts[i : i+1]
}

// inBatches yields the hosts batch by batch.
func (s *stage) inBatches(b recipes.Batches, hosts []*host) iter.Seq[[]*host] {
	return func(yield func([]*host) bool) {
		for i := 0; len(hosts) > 0; i++ {
			n := min(b.Size(i, len(s.hosts)), len(hosts))
			if !yield(hosts[:n]) {
				return
			}
			hosts = hosts[n:]
		}
	}
}

// each calls f for every host, and counts those that fail in it.
func (s *stage) each(hosts []*host, f func(*host)) {
	s.t.Helper()
	for _, h := range hosts {
		before := h.broken
		f(h)
		if h.broken && !before {
			s.failures++
		}
	}
}

// isStopped reports whether no host may begin anything more.
func (s *stage) isStopped() bool {
	return s.stopped || s.maxFail.Said() && s.maxFail.ExceededBy(s.failures, len(s.hosts))
}

// stop makes those of the hosts that would work in the segment give up.
func (s *stage) stop(seg recipes.Segment, hosts []*host) {
	for _, h := range hosts {
		if t := s.turn(seg, h); t.works() && h.err == nil {
			h.err = errStopped
			s.story.of(h.name)
			s.story.lines("    ", "stopped: too many hosts have failed")
		}
	}
}
