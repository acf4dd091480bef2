package recipestest

import (
	"errors"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks"
)

// settle lets what surveys have found count like other failures.
func (r *run) settle() {
	r.stopped = r.stopped || r.halting
	for _, h := range r.hosts {
		if h.err == nil && h.finding != nil {
			h.err, h.broken = h.finding, true
		}
	}
}

// survey judges all that the host has to do in the stage, and does none of it.
func (s *stage) survey(h *host) {
	s.t.Helper()
	var ws []recipes.Work
	for _, seg := range s.of.Segments() {
		if part := seg.Of[h.name]; part != nil {
			ws = append(append(ws, part.Work...), part.Passed...)
		}
	}
	switch {
	case h.err != nil:
		return
	case h.unmade != nil:
		s.wait(h, ws)
		return
	}
	found := false
	for _, w := range ws {
		found = s.judge(h, w) || found
	}
	if found {
		s.failures++
	}
}

var (
	errDiffers = errors.New("it is not as described")
	errOwed    = errors.New("it is owed")
)

// judge judges a task for itself, and reports whether it has failed.
func (s *stage) judge(h *host, w recipes.Work) (failed bool) {
	s.t.Helper()
	saw := s.see(h, w.Task)
	why := saw.err
	if _, debt := w.Task.(recipes.Debt); debt && why == nil && !saw.change.Empty() {
		if why = errOwed; s.look(saw.place) == recipes.PaidSince {
			return false
		}
	}
	waits := s.check && h.pending && !saw.nobody
	switch {
	case why != nil:
	case !saw.change.Empty():
		why = errDiffers
	case saw.change.Tentative != "" && waits:
		why = errors.New(saw.change.Tentative)
	default:
		return false
	}
	if waits {
		s.story.tell(h, w, "waiting: "+why.Error(), saw.change)
		s.run.differ(h)
		return false
	}
	if saw.err != nil {
		saw.change = tasks.Change{}
	}
	s.story.tell(h, w, "failed: "+why.Error(), saw.change)
	if h.finding == nil {
		h.finding = why
	}
	return true
}
