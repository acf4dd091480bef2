// Package faketransport is a transport without a network: hosts are Go
// functions, and may be unreachable, slow or break in the middle. It is for
// tests of what uses a transport.
//
// All waiting is done by package time and package sync, so that it works with
// the false clock of package testing/synctest.
package faketransport

import (
	"context"
	"errors"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner/transport"
)

// Dialer connects to hosts in memory.
type Dialer struct {
	// Hosts are the hosts that can be dialled, by inventory name. Any other
	// is unreachable.
	Hosts map[string]*Host
}

// errUnknown is why a host that the dialer does not have is unreachable.
var errUnknown = errors.New("no such host")

// Dial connects to a host, if it is reachable.
func (d *Dialer) Dial(ctx context.Context, h inventory.Host) (transport.Conn, error) {
	host := d.Hosts[h.Name]
	if host == nil {
		return nil, &transport.UnreachableError{Host: h.Name, Hop: h.Name, Err: errUnknown}
	}
	err := sleep(ctx, host.DialDelay)
	breakAfter := host.dialled()
	if err == nil {
		err = host.Unreachable
	}
	if err != nil {
		return nil, &transport.UnreachableError{Host: h.Name, Hop: h.Name, Err: err}
	}
	return &conn{host: host, becomes: h.Connection.Become.Enabled, uploads: transport.NewUploads(h), left: breakAfter, lines: map[*line]struct{}{}}, nil
}

// sleep waits, or returns why the context has ended.
func sleep(ctx context.Context, d time.Duration) error {
	if err := context.Cause(ctx); err != nil || d <= 0 {
		return err
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}
