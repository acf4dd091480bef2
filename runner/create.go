package runner

import (
	"context"
	"slices"
	"time"

	"github.com/hrun-dev/hrun/runner/report"
)

// UnmadeError says that a host is not there, because the stage that makes it
// (see [recipes.Stage.Creates]) would do so, or has failed to. Nothing was done
// on the host.
type UnmadeError struct {
	Host, Stage string // which would be made, and by what

	// Failed says that the stage has failed, and that the tasks of the host
	// were skipped. Otherwise this is check mode, and they wait.
	Failed bool
}

func (e *UnmadeError) Error() string {
	if e.Failed {
		return e.Host + " was not made: the stage " + e.Stage + " has failed"
	}
	return e.Host + " is not made yet: the stage " + e.Stage + " would make it"
}

// quick is how long a host that may not exist is given to answer.
const quick = 3 * time.Second

// create sees to the hosts that the stage makes, once it is over. Differed says
// that it had anything to do.
func (s *stage) create(ctx context.Context, differed bool) {
	var made []*host
	for _, in := range s.creates {
		if h := s.run.hosts[in.Name]; h != nil && !h.failed() && h.unmade == nil {
			made = append(made, h)
		}
	}
	switch {
	case ctx.Err() != nil:
	case s.undone():
		for _, h := range made {
			h.err = &UnmadeError{Host: h.Name, Stage: s.name, Failed: true}
		}
	case !differed: // whoever cannot be reached now is no business of this stage
	case s.Check:
		atMost(s.forks(), made, func(h *host) { h.tryWhetherMade(ctx, s.name) })
	default:
		for _, h := range made {
			h.meetAnew()
		}
	}
}

// undone reports whether the stage was left undone on any host that was to do it.
func (s *stage) undone() bool {
	hosts := s.hosts
	if s.once {
		hosts = firstWell(hosts)
	}
	return slices.ContainsFunc(hosts, (*host).failed)
}

// differences is how much the hosts of the stage had to do so far.
func (s *stage) differences() (n int) {
	for _, h := range s.hosts {
		n += h.counts.Planned + h.counts.Waiting + h.counts.Changed + h.counts.Failed
	}
	return n
}

// tryWhetherMade connects a host that may not exist, once and for a short time
// only. Whoever cannot be reached is taken for one that is not made.
func (h *host) tryWhetherMade(ctx context.Context, stage string) {
	if !h.answersSoon(ctx) && ctx.Err() == nil {
		h.unmade = &UnmadeError{Host: h.Name, Stage: stage}
	}
}

// answersSoon reports whether the host can be connected at once.
func (h *host) answersSoon(ctx context.Context) bool {
	ctx, cancel := context.WithTimeout(ctx, quick)
	defer cancel()
	defer h.idle()
	return h.connect(ctx) == nil
}

// meetAnew gives up the connection of a host that may have been made anew, or
// started again, since it was asked something. It is reached as at first.
func (h *host) meetAnew() {
	h.close()
	h.setLink(link{})
	h.stood, h.group, h.boot, h.observed = false, 0, "", false
	h.forget()
}

// waitAll reports the work in [from, to) of a host that is not made.
func (h *host) waitAll(from, to int) {
	for i := from; i < to; i++ {
		h.tell(i, report.Waiting, decision{err: h.unmade})
		h.await(i)
	}
}
