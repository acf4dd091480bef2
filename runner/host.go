package runner

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner/internal/wire"
	"github.com/hrun-dev/hrun/runner/report"
)

// host is one host through a whole run: its numbered work, what was last seen
// of it, and the one shell that does it all.
type host struct {
	*run
	inventory.Host
	work []work

	busy sync.Mutex // held while the shell is opened or used: other hosts may ask this one
	duty sync.Mutex // held while a task is done here that another host has delegated
	link
	linkMu sync.Mutex // held to change link, and to read it in another goroutine
	over   error      // why the shell is of no use any more; the host's own goroutine gives it up, while it has one
	owners int        // how many goroutines do work here; guarded by busy

	stood  bool   // a shell has answered
	group  int    // process group of the last one that was given up
	boot   string // boot id of the host at that time
	trips  int    // of the shells that were given up
	losses int    // of connections, since a task was last told
	watch  atomic.Pointer[watch]

	observed bool         // probes of its tasks were sent
	running  atomic.Int64 // one more than the task whose remedy runs now; 0 if none
	pending  bool         // check mode: an earlier change is only planned
	owed     debts        // check mode
	before   before
	counts   report.Counts
	staged   []string // uploaded files that no chain has removed
	poured   bool     // see [host.pour]
	noSFTP   bool     // all uploads go that way
	err      error
	findings []error // [*TaskError], of surveys; see [run.settle]

	unreach   recipes.Unreachable // what to do in the current stage if it cannot be reached
	unreached bool                // it could not be: nothing was begun on it
	away      bool                // and the run does without it
	unmade    *UnmadeError        // check mode: a stage would make it first

	maker   string          // stage that is yet to be done and may make the host; only known of hosts that are asked for facts
	asleep  bool            // it was not there when it was asked
	awaited map[string]bool // facts that were said to wait
	counted bool            // among the failures of a stage
}

// work is one task of a host, and what its probe printed last.
type work struct {
	recipes.Work
	stage   string
	late    bool // not worth probing before its time comes
	defined bool // the shell knows its probe
	said    bool // its outcome was reported
	seen    *wire.Result
	at      int64 // run.changes when it was seen
	hung    error // why seen is no observation: the probe took too long

	failures int       // tries that have failed
	failure  error     // the last of them
	begun    *decision // the first change that was begun and did not come to its end
	rebooted bool      // the change that was begun has rebooted the host

	deputy *deputy // where it is done instead, or nil
	of     *host   // whose work it is, if it was delegated to this one, or nil
}

func (h *host) add(stage string, w recipes.Work, late bool) {
	if made, ok := w.Task.(recipes.Late); ok {
		late = true
		for _, from := range made.From {
			if h.Limit == nil || h.Limit(from.Name) {
				h.run.host(from)
			}
		}
	}
	if d, ok := w.Task.(recipes.Delegated); ok {
		h.work = append(h.work, work{Work: w, stage: stage, late: true, deputy: h.deputy(stage, d, w.Limits, late)})
		return
	}
	h.work = append(h.work, work{Work: w, stage: stage, late: late})
}

func (h *host) failed() bool { return h.err != nil }

// do brings the host through the work in [from, to), unless it has failed.
func (h *host) do(ctx context.Context, from, to int) {
	if from < to {
		h.guarded(ctx, from, func() error { return h.inPlaces(ctx, from, to) })
	}
}

// guarded connects and runs f, which ends early if the context is done, as
// often as it may be tried again, and keeps its error. Task is the first that
// f is about.
func (h *host) guarded(ctx context.Context, task int, f func() error) {
	h.guardedIn(ctx, h.work[task].stage, func() error {
		err := protect(f)
		if broke := (*PanicError)(nil); errors.As(err, &broke) && !errors.As(err, new(*TaskError)) {
			return h.failTask(task, decision{}, err)
		}
		return err
	})
}

func (h *host) guardedIn(ctx context.Context, stage string, f func() error) {
	if h.failed() || ctx.Err() != nil {
		return
	}
	h.own(1)
	over := h.interruptible(ctx)
	err := h.persist(ctx, func() error { return protect(f) })
	over()
	h.own(-1)
	if err != nil || ctx.Err() != nil {
		h.fail(ctx, stage, err)
	}
}

// fail keeps the error as the outcome of the host, and reports what no task
// has reported.
func (h *host) fail(ctx context.Context, stage string, err error) {
	var task *TaskError
	if errors.As(err, &task) {
		h.unknown(errLost)
		h.err = err
		return
	}
	if ctx.Err() != nil { // ended by us: neither lost nor failed
		h.unknown(errInterrupted)
		h.err = ctx.Err()
		return
	}
	begun := h.unknown(errLost)
	h.counts.Unreachable = true
	e := report.Event{Kind: report.Host, Stage: stage, Host: h.Name, Result: report.Unreachable, Hint: Hint(err)}
	var locked *LockedError
	var he *HostError
	switch {
	case errors.As(err, &locked):
		h.err, e.Err = locked, locked
	case errors.As(err, &he):
		he.Task, he.Err = begun, h.mask.error(he.Err)
		h.err, e.Err = he, he.Err
		if he.Lost {
			e.Result = report.Lost
		}
	default:
		h.err, e.Err = &HostError{Host: h.Name, Lost: true, Task: begun, Err: h.mask.error(err)}, err
		e.Result = report.Lost
	}
	h.miss(&e)
	h.say(e)
}

var (
	errInterrupted = errors.New("interrupted; how far it came is unknown")
	errLost        = errors.New("the connection broke; how far it came is unknown")
)

// unknown reports the task whose remedy was under way when the shell ended,
// and those that were to be tried again. It returns the name of the last.
func (h *host) unknown(why error) (begun string) {
	if task := int(h.running.Swap(0)) - 1; task >= 0 && !h.work[task].said {
		h.work[task].failures++
		h.tell(task, report.Failed, decision{err: why})
		begun = h.work[task].Task.String()
	}
	for i, w := range h.work {
		if w.failure != nil && !w.said {
			h.tell(i, report.Failed, decision{err: w.failure})
			begun = w.Task.String()
		}
	}
	return begun
}

// stop makes the host one that had no turn, because another one has failed.
func (h *host) stop(ctx context.Context, stage string) {
	if !h.failed() && ctx.Err() == nil {
		h.err = &StoppedError{Host: h.Name, Stage: stage}
	}
}
