package runner

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner/internal/wire"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/transport"
)

// host is one host through a whole run: its numbered work, what was last seen
// of it, and the one shell that does it all.
type host struct {
	*run
	inventory.Host
	work []work

	conn    transport.Conn
	session *wire.Session

	running atomic.Int64 // one more than the task whose remedy runs now; 0 if none
	pending bool         // check mode: an earlier change is only planned
	owed    map[*recipes.Handler]bool
	counts  report.Counts
	err     error
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
}

func (h *host) add(stage string, w recipes.Work, late bool) {
	h.work = append(h.work, work{Work: w, stage: stage, late: late})
}

func (h *host) failed() bool { return h.err != nil }

// do brings the host through the work in [from, to), unless it has failed.
func (h *host) do(ctx context.Context, from, to int) {
	if h.failed() || from == to || ctx.Err() != nil {
		return
	}
	stop := h.interruptible(ctx)
	err := h.converge(ctx, from, to)
	stop()
	if err != nil {
		h.fail(ctx, h.work[from].stage, err)
	}
}

// fail keeps the error as the outcome of the host, and reports a host that is
// unreachable or lost.
func (h *host) fail(ctx context.Context, stage string, err error) {
	var task *TaskError
	var locked *LockedError
	switch {
	case ctx.Err() != nil && !errors.As(err, &task):
		h.err = ctx.Err() // ended by us: neither lost nor failed
		return
	case errors.As(err, &task), errors.As(err, &locked):
		h.err = err
		if task == nil {
			h.say(report.Event{Kind: report.Host, Stage: stage, Host: h.Name, Result: report.Unreachable, Err: err, Hint: hint(err)})
			h.counts.Unreachable = true
		}
		return
	}
	var he *HostError
	if !errors.As(err, &he) {
		he = &HostError{Host: h.Name, Lost: h.session != nil, Err: err}
	}
	h.err = he
	result := report.Unreachable
	if he.Lost {
		result = report.Lost
	}
	h.counts.Unreachable = true
	h.say(report.Event{Kind: report.Host, Stage: stage, Host: h.Name, Result: result, Err: h.mask.error(he.Err), Hint: hint(err)})
}

// stop makes the host one that failed without having had its turn.
func (h *host) stop(stage string, err error) {
	if !h.failed() {
		h.err = &TaskError{Host: h.Name, Stage: stage, Task: "turn", Err: err}
	}
}

// connect opens the host's shell. Nothing is sent yet.
func (h *host) connect(ctx context.Context) error {
	if h.session != nil {
		return nil
	}
	timeout := h.DialTimeout
	if timeout == 0 {
		timeout = 10 * time.Second
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	h.say(report.Event{Kind: report.Progress, Host: h.Name, Task: "connecting"})
	conn, err := h.Dialer.Dial(ctx, h.Host)
	if err != nil {
		return &HostError{Host: h.Name, Err: err}
	}
	shell, err := conn.Shell(ctx)
	if err != nil {
		_ = conn.Close()
		return &HostError{Host: h.Name, Err: err}
	}
	o := wire.Options{State: h.Connection.State, LockWait: h.LockWait}
	if !h.Check {
		o.Owner = owner()
	}
	h.conn, h.session = conn, wire.New(shell, o)
	h.session.Started = h.progressStart
	h.session.Progress = h.progressLine
	return nil
}

// send does a batch and gives the errors of the wire their names.
func (h *host) send(b *wire.Batch, each func(wire.Result)) error {
	first := h.session.Trips == 0
	err := h.session.Do(b, func(r wire.Result) {
		r.Stderr = h.mask.string(r.Stderr)
		each(r)
	})
	var locked *wire.LockedError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &locked):
		return &LockedError{Host: h.Name, Holder: locked.Holder}
	}
	return &HostError{Host: h.Name, Lost: !first, Err: err}
}

func (h *host) close() {
	if h.session != nil {
		_ = h.session.Close()
		_ = h.conn.Close()
	}
}
