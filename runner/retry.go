package runner

import (
	"context"
	"errors"
	"fmt"

	"github.com/hrun-dev/hrun/runner/internal/wire"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/transport"
)

// failure is a task that has failed and may be tried again. Nobody has been
// told yet.
type failure struct {
	task     int
	decision decision
	begun    bool // the change was begun
	err      error
}

func (f *failure) Error() string { return f.err.Error() }

// errAnew says that the work is to go on with another shell.
var errAnew = errors.New("the shell is gone")

// maxLosses is how often in a row a host may be lost without a task having
// come to its end in between.
const maxLosses = 3

// persist connects and runs f until there is no reason to do so again. F must
// go on where it has come to.
func (h *host) persist(ctx context.Context, f func() error) error {
	for {
		err := h.reach(ctx)
		if err != nil || ctx.Err() != nil {
			return err
		}
		if err = f(); err != nil {
			err = h.again(ctx, err)
		} else {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// again returns nil if the work may go on after err, once it has waited for
// that, and otherwise what the host has failed with.
func (h *host) again(ctx context.Context, err error) error {
	h.renew()
	var failed *failure
	var late *lateError
	var lost *HostError
	switch {
	case errors.As(err, &failed):
		return h.tryAgain(ctx, failed)
	case ctx.Err() != nil:
		return err
	case err == errAnew:
		h.forget()
		return nil
	case errors.As(err, &late) && late.kind == wire.Ran:
		return late.TimeoutError
	case errors.As(err, &late):
		h.hang(late)
		return nil
	case errors.As(err, &lost) && (lost.Lost || h.waits(err)):
		return h.resume(ctx, lost)
	}
	return err
}

// waits reports whether a shell that has ended before its first word is one of
// a host that is waited for: it goes down, or is not quite up.
func (h *host) waits(err error) bool {
	var ended *wire.EndedError
	var become *transport.BecomeError
	return h.unreach.Wait() > 0 && errors.As(err, &ended) && !errors.As(err, &become)
}

// renew gives up a shell that is of no use, so that another can be opened.
func (h *host) renew() {
	h.busy.Lock()
	defer h.busy.Unlock()
	if h.over != nil {
		h.drop()
	}
}

// own counts the goroutines that do work on the host.
func (h *host) own(more int) {
	h.busy.Lock()
	defer h.busy.Unlock()
	h.owners += more
}

// revive gives up a shell that is of no use, as renew does, of a host that does
// no work now: it is only asked, and nobody else would.
func (h *host) revive() {
	h.busy.Lock()
	defer h.busy.Unlock()
	if h.over != nil && h.owners == 0 {
		h.drop()
	}
}

// tryAgain counts a failed try and waits for the next, or reports the task
// where it was the last.
func (h *host) tryAgain(ctx context.Context, f *failure) error {
	w := &h.work[f.task]
	w.failures++
	w.failure = f.err
	if d := f.decision; f.begun && w.begun == nil {
		w.begun = &d
	}
	last := w.failures >= h.tries(f.task) || !retriable(f.err) || ctx.Err() != nil
	if !last {
		wait := h.pauseBefore(f.task, w.failures)
		h.progress(f.task, fmt.Sprintf("failed, next try in %s: %v", wait, f.err))
		last = h.pause(ctx, wait) != nil
	}
	if last {
		return h.failTask(f.task, f.decision, f.err)
	}
	h.running.Store(0)
	w.rebooted = false
	h.unsee(f.task)
	return nil
}

// unsee makes the observation of a task void, wherever the task is done.
func (h *host) unsee(i int) {
	if d := h.work[i].deputy; d != nil {
		d.duty.Lock()
		defer d.duty.Unlock()
		h, i = d.host, d.task
	}
	h.work[i].seen = nil
}

// retriable tells whether another try may do better: whatever Plan has against
// what it was told, it will have again.
func retriable(err error) bool {
	var changed *ChangedFileError
	if errors.As(err, &changed) {
		return false
	}
	var script *ScriptError
	var drift *DriftError
	var late *TimeoutError
	var store *storeError
	return errors.As(err, &script) || errors.As(err, &drift) || errors.As(err, &late) || errors.As(err, &store) || errors.Is(err, errLost)
}

// justHung dates an observation that has failed because the probe hung. It is
// one for whoever asked, however much has changed elsewhere in the meantime.
const justHung = -1

// hang makes of a probe that took too long an observation that has failed.
func (h *host) hang(late *lateError) {
	w := &h.work[late.task]
	w.seen, w.at, w.hung = &wire.Result{Kind: wire.Probed, Task: late.task, Status: 1}, justHung, late.TimeoutError
}

// resume goes on after the connection was lost, unless a remedy was under way
// that may not be tried again.
func (h *host) resume(ctx context.Context, lost *HostError) error {
	if h.losses++; h.losses > maxLosses {
		return lost
	}
	task := int(h.running.Load()) - 1
	if task >= 0 {
		if h.work[task].failures+1 >= h.tries(task) {
			return lost
		}
		f := &failure{task: task, begun: true, err: fmt.Errorf("%w: %w", errLost, lost.Err)}
		if d := h.work[task].begun; d != nil {
			f.decision = *d
		}
		if err := h.tryAgain(ctx, f); err != nil {
			return err
		}
	}
	h.say(report.Event{Kind: report.Progress, Host: h.Name, Task: "connecting", Line: lost.Err.Error()})
	h.forget()
	if h.losses > 1 && h.unreach.Wait() > 0 { // a host that goes down may answer until it is
		return h.pause(ctx, rebootPause)
	}
	return nil
}

// forget makes all observations of the host void.
func (h *host) forget() {
	for i := range h.work {
		h.work[i].seen = nil
	}
}
