package runner

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hrun-dev/hrun/runner/internal/wire"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/transport"
)

// link is a connection to a host and the shell that does the work there. Only
// one goroutine works on a host and may change it; those that end what runs
// look on.
type link struct {
	conn    transport.Conn
	session *wire.Session
	locks   bool // the session takes the host's lock
}

func (h *host) setLink(l link) {
	h.linkMu.Lock()
	defer h.linkMu.Unlock()
	h.link = l
}

func (h *host) currentLink() link {
	h.linkMu.Lock()
	defer h.linkMu.Unlock()
	return h.link
}

// dials is how often a host that was lost is dialled, and dialPause the time
// between two of these attempts.
const (
	dials     = 3
	dialPause = 2 * time.Second
)

// connect opens the host's shell, unless it stands. Nothing is sent yet. Where
// a shell has been lost, another is opened on the same connection if that
// still stands; otherwise the host is dialled anew, several times if need be.
func (h *host) connect(ctx context.Context) error { return h.connectAfter(ctx, dials) }

// connectAfter is connect with at most so many attempts after a loss.
func (h *host) connectAfter(ctx context.Context, attempts int) error {
	h.busy.Lock()
	defer h.busy.Unlock()
	if h.session != nil {
		return nil
	}
	h.say(report.Event{Kind: report.Progress, Host: h.Name, Task: "connecting"})
	err := h.open(ctx)
	for n := 1; err != nil && h.stood && n < attempts && h.pause(ctx, dialPause) == nil; n++ {
		err = h.open(ctx)
	}
	if err != nil && h.stood {
		return &HostError{Host: h.Name, Lost: true, Err: fmt.Errorf("the connection broke, and there is no new one: %w", err)}
	}
	if err != nil {
		return &HostError{Host: h.Name, Err: err}
	}
	if len(h.staged) > 0 {
		h.unstage()
	}
	return nil
}

// open opens a shell, on the connection that stands or on a new one.
func (h *host) open(ctx context.Context) error {
	if h.conn != nil {
		if shell, err := h.shell(ctx); err == nil {
			h.begin(h.conn, shell)
			return nil
		}
		_ = h.conn.Close()
		h.setLink(link{})
	}
	conn, shell, err := h.dial(ctx)
	if err == nil {
		h.begin(conn, shell)
	}
	return err
}

// shell opens another shell on the connection.
func (h *host) shell(ctx context.Context) (*transport.Shell, error) {
	ctx, cancel := context.WithTimeout(ctx, h.dialTimeout())
	defer cancel()
	return h.conn.Shell(ctx)
}

func (h *host) dial(ctx context.Context) (transport.Conn, *transport.Shell, error) {
	ctx, cancel := context.WithTimeout(ctx, h.dialTimeout())
	defer cancel()
	in, err := h.WithPasswords()
	if err != nil {
		return nil, nil, err
	}
	h.mask.learn(func(k known) { k.login(in) })
	conn, err := h.Dialer.Dial(ctx, in)
	if err != nil {
		return nil, nil, err
	}
	shell, err := conn.Shell(ctx)
	if err != nil {
		_ = conn.Close()
		return nil, nil, err
	}
	return conn, shell, nil
}

func (h *host) begin(conn transport.Conn, shell *transport.Shell) {
	o := wire.Options{State: h.Connection.State, LockWait: h.LockWait}
	locks := !h.Check && !h.looks
	if locks {
		o.Owner, o.Replaces = h.owner, h.group
	}
	session := wire.New(shell, o)
	session.Started = h.scriptStarted
	session.Progress = h.scriptPrinted
	h.setLink(link{conn, session, locks})
}

// drop gives up the shell. The connection stays, for as long as it stands. The
// caller holds busy.
func (h *host) drop() {
	if h.session == nil {
		return
	}
	h.over = nil
	_ = h.session.Close()
	h.trips += h.session.Trips
	if h.session.Greeted() {
		h.stood, h.group, h.boot = true, h.session.Group(), h.session.Boot()
	}
	for i := range h.work {
		h.work[i].defined = false
	}
	h.setLink(link{conn: h.conn})
}

// send does a batch, within the limits of its scripts, and gives the errors of
// the wire their names. After an error the shell is of no use.
func (h *host) send(b *wire.Batch, each func(wire.Result)) error {
	return h.sendWithin(h.limit, b, each)
}

// sendWithin is send with limits of the scripts that are not those of the host's
// own work.
func (h *host) sendWithin(limit limits, b *wire.Batch, each func(wire.Result)) error {
	h.busy.Lock()
	defer h.busy.Unlock()
	if h.over != nil { // a question, perhaps another host's, was too much for it: what that was does not matter here
		return &HostError{Host: h.Name, Lost: true, Err: errors.New(cause(h.over).Error())}
	}
	if h.session == nil { // there is no new one after such a question
		return &HostError{Host: h.Name, Lost: true, Err: errors.New("the connection broke, and there is no new one")}
	}
	h.over = h.sendNow(limit, b, each)
	return h.over
}

func (h *host) sendNow(limit limits, b *wire.Batch, each func(wire.Result)) error {
	w := newWatch(h, limit)
	h.watch.Store(w)
	silent := h.expectAnswer()
	err := h.session.Do(b, func(r wire.Result) {
		if !w.ended() {
			return // too late: the shell is being ended
		}
		r.Stderr = h.mask.string(r.Stderr)
		each(r)
	})
	if late := w.stop(); late != nil {
		if ended := (*wire.EndedError)(nil); errors.As(err, &ended) {
			late.stdout, late.stderr = ended.Stdout, ended.Stderr
		}
		return late
	}
	if why := silent(); err != nil && why != nil {
		return &HostError{Host: h.Name, Err: why}
	}
	if err == nil {
		return nil
	}
	var locked *wire.LockedError
	var unlockable *wire.NoLockError
	switch {
	case errors.As(err, &locked):
		return &LockedError{Host: h.Name, Holder: locked.Holder}
	case errors.As(err, &unlockable): // nothing was done yet
		return &HostError{Host: h.Name, Err: err}
	}
	return &HostError{Host: h.Name, Lost: h.session.Greeted() || h.stood && !errors.As(err, new(*transport.BecomeError)), Err: err}
}

func (h *host) close() {
	h.busy.Lock()
	defer h.busy.Unlock()
	h.drop()
	if h.conn == nil {
		return
	}
	h.unstage()
	_ = h.conn.Close()
}
