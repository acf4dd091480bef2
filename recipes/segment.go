package recipes

import (
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

	// Of a rolling segment only.
	Rolling *Rolling
	Gate    []Work // done after Work, unless the host gives no service yet
	Passed  []Work // comes last: one debt, if there is a gate; as long as it is owed, the gate was not passed
}

// Segments returns the work of the stage in the order in which it is done:
// the tasks of every host and the handlers that do not roll, then each
// rolling group of handlers with what is declared between them.
func (s *Stage) Segments() []Segment {
	segments := []Segment{{Of: map[string]*Part{}}}
	for _, h := range s.Hosts {
		segments[0].Of[h.Name] = &Part{Work: append([]Work(nil), h.Work...)}
		at := 0
		for _, hd := range h.Handlers {
			name := ""
			if hd.Rolling != nil {
				name = hd.Rolling.Name
			}
			segments, at = place(segments, at, name)
			segments[at].add(h.Name, hd)
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
	if hd.Rolling == nil {
		part.Work = append(part.Work, Work{Task: Debt{hd}})
		return
	}
	if part.Rolling == nil {
		part.Rolling = hd.Rolling
		for _, t := range hd.Rolling.Gate {
			part.Gate = append(part.Gate, Work{Task: t})
		}
		if len(part.Gate) > 0 {
			part.Passed = []Work{{Task: Debt{gate(hd.Rolling)}}}
		}
	}
	// Paying owes the gate, so that a crash before it cannot skip it.
	var owed []*Handler
	for _, w := range part.Passed {
		owed = append(owed, w.Task.(Debt).Handler)
	}
	part.Work = append(part.Work, Work{Task: Debt{hd}, Notify: owed})
}

// gateOf begins the names of the debts of gates.
const gateOf = "gate of "

func gate(r *Rolling) *Handler { return &Handler{Name: gateOf + r.Name, Action: passed{}} }

// passed is the action of a gate: to have come as far as that.
type passed struct{}

var _ tasks.Action = passed{}

func (passed) Do() sh.Script   { return ":" }
func (passed) Paid() sh.Script { return "" }
