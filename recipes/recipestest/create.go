package recipestest

import (
	"errors"
	"fmt"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks"
)

// create sees to the hosts that the stage makes, once it is over.
func (s *stage) create(differed bool) {
	failed := s.undone()
	for _, in := range s.of.Creates {
		h := s.host(in.Name)
		switch {
		case h.err != nil || h.unmade != nil:
		case failed:
			h.err = fmt.Errorf("it was not made: the stage %s has failed", s.of.Name)
			h.skipped = h.err
		case !s.check:
			s.made[h.name] = true
		case differed && !s.made[h.name] && !s.lived[h.name]:
			h.unmade = errors.New(h.name + " is not made yet: the stage " + s.of.Name + " would make it")
		}
	}
}

// undone reports whether the stage was left undone on any host that was to do it.
func (s *stage) undone() bool {
	failed := 0
	for _, h := range s.hosts {
		if h.err != nil {
			failed++
		}
	}
	return failed > 0 && (!s.of.Once || failed == len(s.hosts))
}

// differences is how much the hosts of the stage had to do so far.
func (s *stage) differences() (n int) {
	for _, h := range s.hosts {
		n += h.differences
	}
	return n
}

// host returns a host of the run, which need not do any work in it.
func (r *run) host(name string) *host {
	if r.hosts[name] == nil {
		r.hosts[name] = &host{name: name}
	}
	return r.hosts[name]
}

// wait tells of work of a host that is not made.
func (r *run) wait(h *host, ws []recipes.Work) {
	for _, w := range ws {
		r.differ(h)
		r.story.tell(h, w, "waiting: "+h.unmade.Error(), tasks.Change{})
	}
}

// tellSkipped tells once of a host that could not be made.
func (s *stage) tellSkipped() {
	for _, h := range s.hosts {
		if h.skipped != nil {
			s.story.of(h.name)
			s.story.lines("    ", "skipped: "+h.skipped.Error())
			h.skipped = nil
		}
	}
}
