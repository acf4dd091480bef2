package runner

import (
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// segment is a part of a stage; each of its hosts does a span of its work.
type segment struct {
	rolls   bool
	batches recipes.Batches // if it rolls
	maxFail recipes.Size    // if it rolls; the zero one means none
	spans   map[*host]span
}

// span is a range of a host's numbered work: its tasks or handlers in
// [from, to). Where it rolls they are enclosed by what is done before, in
// [prior, from), and after, in [to, after), by the gate, in [after, gate), and
// by the debt that stands until the turn is over, in [gate, end).
type span struct {
	prior, from, to, after, gate, end int

	rank sh.Script
}

// encloses reports whether the turn does more than its work and its gate.
func (s span) encloses() bool { return s.prior < s.from || s.to < s.after }

func (s *stage) lay(seg recipes.Segment) segment {
	out := segment{rolls: seg.Name != "", spans: map[*host]span{}}
	for _, h := range s.hosts {
		part := seg.Of[h.Name]
		if part == nil {
			part = &recipes.Part{}
		}
		if r := part.Rolling; r != nil && out.batches == nil {
			out.batches, out.maxFail = r.Serial, r.MaxFail
			if len(out.batches) == 0 {
				out.batches = recipes.Batches{recipes.Hosts(1)}
			}
		}
		out.spans[h] = s.layPart(h, part)
	}
	return out
}

// laySurvey makes one segment of all that a survey judges: the work and the
// debts, and nothing that encloses turns.
func (s *stage) laySurvey(segments []recipes.Segment) segment {
	out := segment{spans: map[*host]span{}}
	for _, h := range s.hosts {
		part := &recipes.Part{}
		for _, seg := range segments {
			if of := seg.Of[h.Name]; of != nil {
				part.Work = append(part.Work, of.Work...)
				part.Work = append(part.Work, of.Passed...)
			}
		}
		out.spans[h] = s.layPart(h, part)
	}
	return out
}

func (s *stage) layPart(h *host, part *recipes.Part) (at span) {
	elsewhere := s.once && h != s.hosts[0] // most likely another host's work
	add := func(ws []recipes.Work, late bool) int {
		for _, w := range ws {
			h.add(s.name, w, late)
		}
		return len(h.work)
	}
	at.prior = len(h.work)
	at.from = add(part.Before, true)
	at.to = add(part.Work, elsewhere)
	at.after = add(part.After, true)
	at.gate = add(part.Gate, true)
	at.end = add(part.Passed, elsewhere)
	if part.Rolling != nil {
		at.rank = part.Rolling.Rank
	}
	return at
}
