package recipestest

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks"
)

// roll lets the hosts that owe something take turns: those that give no service
// first, then those whose turn was begun before, and the others by rank.
func (s *stage) roll(seg recipes.Segment, hosts []*host) {
	s.t.Helper()
	free, serving := s.turns(seg, hosts)
	s.eachTurn(free, func(t *turn) {
		t.ungate()
		t.do(t.part.Work)
	})
	s.eachTurn(free, func(t *turn) {
		if t.begun {
			t.finish()
		}
	})
	serial, maxFail := rolling(seg, s.hosts)
	for batch := range s.inBatches(serial, hostsOf(serving)) {
		s.stopped = s.stopped || s.tooMany(maxFail)
		if s.isStopped() {
			s.stop(seg, batch)
			continue
		}
		s.each(batch, func(h *host) {
			serving[slices.IndexFunc(serving, func(t *turn) bool { return t.host == h })].take()
		})
	}
	if len(free)+len(serving) > 0 {
		s.stopped = s.stopped || s.tooMany(maxFail)
	}
}

// rolling returns what the first host that rolls says.
func rolling(seg recipes.Segment, hosts []*host) (recipes.Batches, recipes.Size) {
	for _, h := range hosts {
		if part := seg.Of[h.name]; part != nil && part.Rolling != nil {
			if len(part.Rolling.Serial) > 0 {
				return part.Rolling.Serial, part.Rolling.MaxFail
			}
			return recipes.Batches{recipes.Hosts(1)}, part.Rolling.MaxFail
		}
	}
	return nil, recipes.Size{}
}

// tooMany reports whether more hosts have failed than the rolling puts up with.
func (s *stage) tooMany(maxFail recipes.Size) bool {
	failed := 0
	for _, h := range s.hosts {
		if h.broken {
			failed++
		}
	}
	return maxFail.ExceededBy(failed, len(s.hosts))
}

// turns returns those hosts that have something to do, in the order of their
// turns.
func (s *stage) turns(seg recipes.Segment, hosts []*host) (free, serving []*turn) {
	s.t.Helper()
	s.each(hosts, func(h *host) {
		t := s.turn(seg, h)
		switch {
		case h.err != nil || !t.works() || !t.owes() || !t.rank():
		case t.free:
			free = append(free, t)
		default:
			serving = append(serving, t)
		}
	})
	slices.SortStableFunc(serving, func(a, b *turn) int {
		return cmp.Or(cmp.Compare(a.before(), b.before()), cmp.Compare(a.place, b.place))
	})
	return free, serving
}

// before is lower for turns that come before others whatever their rank.
func (t *turn) before() int {
	switch {
	case t.begun && !t.owing:
		return 0
	case t.begun:
		return 1
	}
	return 2
}

// rank learns when the host may go; it returns false if that is not known.
func (t *turn) rank() bool {
	if t.part.Rolling == nil || t.part.Rolling.Rank == "" {
		return true
	}
	word, known := t.prints[at{t.name, t.part.Rolling.Rank}]
	if !known && !t.lived[t.name] {
		word = "free"
	} else if !known {
		word = "0"
	}
	if t.free = strings.TrimSpace(word) == "free"; t.free {
		return true
	}
	var err error
	if t.place, err = strconv.Atoi(strings.TrimSpace(word)); err != nil {
		t.run.fail(t.host, t.part.Work[0], tasks.Change{}, fmt.Errorf("rank printed %q", word))
		return false
	}
	return true
}

func (s *stage) eachTurn(turns []*turn, f func(*turn)) {
	s.t.Helper()
	for _, t := range turns {
		s.each([]*host{t.host}, func(*host) { f(t) })
	}
}

func hostsOf(turns []*turn) []*host {
	hosts := make([]*host, len(turns))
	for i, t := range turns {
		hosts[i] = t.host
	}
	return hosts
}
