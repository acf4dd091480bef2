package recipestest

import (
	"slices"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks"
)

// turn is what a host does in a segment.
type turn struct {
	*stage
	*host
	part  recipes.Part
	free  bool // gives no service
	begun bool // an earlier run has begun the turn, and not ended it
	owing bool // has work to do
	place int  // lower goes first
}

func (s *stage) turn(seg recipes.Segment, h *host) *turn {
	t := &turn{stage: s, host: h}
	if part := seg.Of[h.name]; part != nil {
		t.part = *part
	}
	return t
}

// works reports whether the host has anything to do with the segment.
func (t *turn) works() bool {
	p := t.part
	return len(p.Work)+len(p.Before)+len(p.After)+len(p.Gate)+len(p.Passed) > 0
}

// do does work of the turn.
func (t *turn) do(ws []recipes.Work) {
	t.t.Helper()
	t.run.do(t.host, ws)
}

// owes tells whether the host has work to do, or a turn to end.
func (t *turn) owes() bool {
	t.t.Helper()
	t.owing, t.begun = t.differs(t.part.Work), t.differs(t.part.Passed)
	return t.owing || t.begun
}

func (t *turn) differs(ws []recipes.Work) bool {
	t.t.Helper()
	return slices.ContainsFunc(ws, func(w recipes.Work) bool { return !t.see(t.host, w.Task).inSync() })
}

// atOnce does the work of a segment that does not roll, or foresees that of
// one that does.
func (t *turn) atOnce() {
	t.t.Helper()
	if t.unmade != nil {
		t.wait(t.host, t.part.Work)
		t.wait(t.host, t.part.Passed)
		return
	}
	if len(t.part.Before)+len(t.part.After) == 0 {
		t.do(t.part.Work)
		t.do(t.part.Passed)
		return
	}
	if t.err != nil || !t.owes() || !t.rank() {
		return
	}
	if t.free {
		t.ungate()
	} else if t.owing {
		t.do(t.part.Before)
	}
	t.do(t.part.Work)
	t.foreseeAfter()
	t.do(t.part.Passed)
}

// foreseeAfter tells what comes after the work. It undoes what is done before,
// and so cannot be judged until then.
func (t *turn) foreseeAfter() {
	t.t.Helper()
	switch {
	case t.err != nil:
	case t.owing && !t.free:
		t.host.changed = true
		for _, w := range t.part.After {
			t.story.tell(t.host, w, "waiting: is seen to when the work above is done", tasks.Change{})
		}
	case t.begun:
		t.do(t.part.After)
	}
}

// take takes the turn.
func (t *turn) take() {
	t.t.Helper()
	if !t.still() || t.owing && !t.prepare() {
		return
	}
	t.do(t.part.Work)
	t.finish()
}

// still reports whether there is anything to do now that it is the host's turn.
// What cannot be judged fails before anything else is done for it.
func (t *turn) still() bool {
	t.t.Helper()
	if t.err != nil || !t.owes() {
		return false
	}
	if !t.owing || len(t.part.Before) == 0 {
		return true
	}
	for _, w := range t.part.Work {
		s := t.see(t.host, w.Task)
		if _, late := w.Task.(recipes.Late); late && s.err != nil {
			break
		}
		if s.err != nil {
			t.fail(t.host, w, s.change, s.err)
			return false
		}
		if !s.inSync() {
			break
		}
	}
	return true
}

// prepare does what comes before the work. If that fails, what it has begun is
// ended again.
func (t *turn) prepare() bool {
	t.t.Helper()
	t.do(t.part.Before)
	if t.err == nil {
		return true
	}
	failure := t.err
	t.err = nil
	if t.differs(t.part.Passed) {
		t.finish()
	}
	t.err = failure
	return false
}

// finish is what comes after the work.
func (t *turn) finish() {
	t.t.Helper()
	t.do(t.part.After)
	t.do(t.part.Gate)
	t.do(t.part.Passed)
}

// ungate lets the work of a host that gives no service owe no end of its turn,
// unless one is owed already.
func (t *turn) ungate() {
	if t.begun || len(t.part.Passed) == 0 {
		return
	}
	end := t.part.Passed[0].Task.(recipes.Debt).Handler
	for i, w := range t.part.Work {
		t.part.Work[i].Notify = slices.DeleteFunc(slices.Clone(w.Notify), func(hd *recipes.Handler) bool { return hd == end })
	}
}
