package recipes

// Segment is a part of a stage that every host finishes before any host
// starts the next part. A stage without rolling handlers is one segment.
type Segment struct {
	Name    string              // of the Rolling; empty means that all hosts work at once
	Work    map[string][]Work   // by host
	Rolling map[string]*Rolling // by host: each may have a rank and a gate of its own
}

// Segments returns the work of the stage in the order in which it is done:
// the tasks of every host and the handlers that do not roll, then each
// rolling group of handlers with what is declared between them.
func (s *Stage) Segments() []Segment {
	segments := []Segment{newSegment("")}
	for _, h := range s.Hosts {
		segments[0].Work[h.Name] = append([]Work(nil), h.Work...)
		at := 0
		for _, hd := range h.Handlers {
			name := ""
			if hd.Rolling != nil {
				name = hd.Rolling.Name
			}
			segments, at = place(segments, at, name)
			seg := segments[at]
			seg.Work[h.Name] = append(seg.Work[h.Name], Work{Task: Debt{hd}})
			if seg.Rolling[h.Name] == nil {
				seg.Rolling[h.Name] = hd.Rolling
			}
		}
	}
	return segments
}

func newSegment(name string) Segment {
	return Segment{Name: name, Work: map[string][]Work{}, Rolling: map[string]*Rolling{}}
}

// place returns the index of the first segment, not before from, of that
// name; it adds one where there is none.
func place(segments []Segment, from int, name string) ([]Segment, int) {
	for i := from; i < len(segments); i++ {
		if segments[i].Name == name {
			return segments, i
		}
	}
	return append(segments, newSegment(name)), len(segments)
}
