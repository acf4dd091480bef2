package runner

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hrun-dev/hrun/runner/internal/wire"
	"github.com/hrun-dev/hrun/runner/transport"
)

// RebootOutcome says how far a reboot came.
type RebootOutcome string

// The ways in which a reboot fails.
const (
	NeverDown RebootOutcome = "it has not gone down"
	NeverBack RebootOutcome = "it has gone down and not come back"
	SameBoot  RebootOutcome = "it was away and came back without a reboot: its boot id is the same"
	OtherHost RebootOutcome = "what came back shows another host key"
)

// RebootError says that a host is not back from a reboot.
type RebootError struct {
	Outcome RebootOutcome
	Within  time.Duration // how long it was waited for
	Err     error         // why it could not be reached last; may be nil
}

func (e *RebootError) Error() string {
	s := fmt.Sprintf("the reboot was waited for %s: %s", e.Within, e.Outcome)
	if e.Outcome == OtherHost {
		s = "the host has rebooted, and " + string(e.Outcome)
	}
	if e.Err != nil {
		s += fmt.Sprintf(": %v", e.Err)
	}
	return s
}

// Unwrap returns the cause.
func (e *RebootError) Unwrap() error { return e.Err }

func rebootHint(e *RebootError) string {
	switch e.Outcome {
	case NeverDown:
		return "see on the host what keeps it up: systemctl list-jobs, systemd-inhibit --list"
	case OtherHost:
		return "is it another machine that has the address now? if the host makes a new key at every boot, see to that first"
	}
	return "see to its console; once it is back, run again"
}

// rebootPause is the time between two attempts to reach a host that reboots:
// no more often, lest its sshd take offence.
const rebootPause = 2 * time.Second

// reboot waits until the host has been booted anew. Then the work goes on with
// what is observed there. Whatever keeps one from the host until then, be it a
// login that is refused, is taken for a part of the reboot.
func (h *host) reboot(ctx context.Context, task int, d decision) error {
	w := &h.work[task]
	if w.begun == nil {
		w.begun = &d
	}
	h.busy.Lock()
	defer h.busy.Unlock()
	h.drop()
	was := h.boot
	began, run := time.Now(), ctx
	ctx, cancel := context.WithTimeout(ctx, d.change.Reboots)
	defer cancel()
	failed := &RebootError{Outcome: NeverDown, Within: d.change.Reboots}
	for {
		h.hangUp()
		boot, err := h.freshBoot(ctx)
		var other *transport.HostKeyError
		switch {
		case err == nil && boot != was:
			h.running.Store(0)
			w.rebooted = true
			return errAnew
		case err == nil && d.change.Waits && h.losses < maxLosses:
			h.losses++
			h.running.Store(0)
			return errAnew // what broke is the way to the host
		case err == nil && failed.Outcome != NeverDown:
			failed.Outcome, failed.Err = SameBoot, nil
		case err == nil:
		case errors.As(err, &other):
			failed.Outcome, failed.Err = OtherHost, err
			return &failure{task: task, decision: d, begun: true, err: failed}
		case ctx.Err() == nil:
			failed.Outcome, failed.Err = NeverBack, err
		}
		h.progress(task, h.rebooting(failed, time.Since(began)))
		if h.pause(ctx, rebootPause) != nil && run.Err() != nil {
			return run.Err() // what was under way is told as such
		} else if ctx.Err() != nil {
			return &failure{task: task, decision: d, begun: true, err: failed}
		}
	}
}

// rebooting says how far a reboot is.
func (h *host) rebooting(so *RebootError, since time.Duration) string {
	s := fmt.Sprintf("rebooting for %s: ", since.Round(time.Second))
	if so.Outcome == NeverDown {
		return s + "it is still up"
	}
	if so.Err == nil {
		return s + string(so.Outcome)
	}
	return s + so.Err.Error()
}

// hangUp ends the connection. The caller holds busy.
func (h *host) hangUp() {
	h.drop()
	if h.conn != nil {
		_ = h.conn.Close()
		h.setLink(link{})
	}
}

// freshBoot returns the boot id that a fresh connection finds, and keeps that
// connection.
func (h *host) freshBoot(ctx context.Context) (boot string, err error) {
	conn, shell, err := h.dial(ctx)
	if err != nil {
		return "", err
	}
	h.setLink(link{conn: conn})
	s := wire.New(shell, wire.Options{State: h.Connection.State})
	ctx, cancel := context.WithTimeout(ctx, answerTimes*h.dialTimeout())
	defer cancel()
	stop := context.AfterFunc(ctx, func() { _ = shell.Close() })
	defer stop()
	defer func() { _ = s.Close() }()
	if err := s.Do(&wire.Batch{}, func(wire.Result) {}); err != nil {
		return "", err
	}
	if s.Boot() == "" {
		return "", errors.New("the host does not tell its boot id")
	}
	return s.Boot(), nil
}
