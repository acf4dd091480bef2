package recipes

import (
	"slices"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Segment is a part of a stage that every host finishes before any host
// starts the next part. A stage without rolling handlers is one segment.
type Segment struct {
	Name string           // of the Rolling; empty means that all hosts work at once
	Of   map[string]*Part // by host
}

// Part is what one host does in a segment.
type Part struct {
	Work []Work

	// Of a rolling segment only, see [Rolling]. Hosts that give no service do
	// nothing but Work.
	Rolling             *Rolling
	Before, After, Gate []Work
	Passed              []Work // comes last: one debt, if the turn does more than Work; as long as it is owed, the turn has not ended
}

// Segments returns the work of the stage in the order in which it is done:
// the tasks of every host and the handlers that do not roll, then each
// rolling group of handlers with what is declared between them. A stage in
// which hosts take turns as a whole is one rolling segment.
func (s *Stage) Segments() []Segment {
	segments := []Segment{{Of: map[string]*Part{}}}
	for _, h := range s.Hosts {
		part := &Part{Work: slices.Clone(h.Work)}
		segments[0].Of[h.Name] = part
		if h.Rolling != nil {
			segments[0].Name = h.Rolling.Name
			part.enclose(h.Rolling)
		}
		at := 0
		for _, hd := range h.Handlers {
			name := ""
			if h.Rolling != nil {
				name = h.Rolling.Name
			} else if hd.Rolling != nil {
				name = hd.Rolling.Name
			}
			segments, at = place(segments, at, name)
			segments[at].add(h.Name, hd)
		}
	}
	for _, seg := range segments {
		for _, part := range seg.Of {
			part.owe()
		}
	}
	return segments
}

// place returns the index of the first segment, not before from, of that
// name; it adds one where there is none.
func place(segments []Segment, from int, name string) ([]Segment, int) {
	for i := from; i < len(segments); i++ {
		if segments[i].Name == name {
			return segments, i
		}
	}
	return append(segments, Segment{Name: name, Of: map[string]*Part{}}), len(segments)
}

// add gives the host a handler to pay in this segment.
func (s Segment) add(host string, hd *Handler) {
	part := s.Of[host]
	if part == nil {
		part = &Part{}
		s.Of[host] = part
	}
	if part.Rolling == nil && hd.Rolling != nil {
		part.enclose(hd.Rolling)
	}
	part.Work = append(part.Work, Work{Task: Debt{Handler: hd}})
}

// enclose makes the part one that is done in turn.
func (p *Part) enclose(r *Rolling) {
	p.Rolling = r
	p.Before, p.After, p.Gate = works(r.Before), works(r.After), works(r.Gate)
	if r.ends() {
		p.Passed = []Work{{Task: Debt{Handler: gate(r)}}}
	}
}

// owe lets whatever changes the host in its turn owe the end of the turn, so
// that a crash cannot skip it.
func (p *Part) owe() {
	for _, passed := range p.Passed {
		end := passed.Task.(Debt).Handler
		for _, ws := range [][]Work{p.Before, p.Work} {
			for i, w := range ws {
				ws[i].Notify = append(slices.Clone(w.Notify), end)
			}
		}
	}
}

func works(ts []tasks.Task) []Work {
	ws := make([]Work, len(ts))
	for i, t := range ts {
		ws[i].Task = t
	}
	return ws
}

// gateOf begins the names of the debts of turns.
const gateOf = "gate of "

func gate(r *Rolling) *Handler { return &Handler{Name: gateOf + r.Name, Action: passed{}} }

// passed is the action that ends a turn: to have come as far as that.
type passed struct{}

var _ tasks.Action = passed{}

func (passed) Do() sh.Script   { return ":" }
func (passed) Paid() sh.Script { return "" }
