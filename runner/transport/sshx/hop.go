package sshx

import (
	"context"
	"fmt"
	"net"
	"strconv"

	"github.com/hrun-dev/hrun/inventory"
)

// hop is one login: to a bastion or to a host.
type hop struct {
	host   inventory.Host
	dial   dialFunc
	before string // the key of the way to it; empty for the first hop
}

// name is what the hop is asked for by, and what its key is on record for.
func (h hop) name() string {
	if h.host.Connection.Address != "" {
		return h.host.Connection.Address
	}
	return h.host.Name
}

// address is the name with the port.
func (h hop) address() string {
	port := h.host.Connection.Port
	if port == 0 {
		port = 22
	}
	return net.JoinHostPort(h.name(), strconv.Itoa(port))
}

// connect dials the hop and logs in, again where its sshd has too much to do.
// The error is a *hopError.
func (d *Dialer) connect(ctx context.Context, h hop) (*client, error) {
	login, err := d.login(h)
	if err != nil {
		return nil, &hopError{hop: h.host.Name, err: err, hint: unready(err)}
	}
	for attempt := 1; ; attempt++ {
		c, busy, err := d.try(ctx, h, login)
		if err == nil {
			return c, nil
		}
		if !busy || attempt == attempts || backOff(ctx, attempt) != nil {
			return nil, &hopError{hop: h.culprit(err), err: err, hint: login.hint(err)}
		}
	}
}

// try dials and logs in once. It says whether the sshd refused to talk at all.
func (d *Dialer) try(ctx context.Context, h hop, l *login) (c *client, busy bool, err error) {
	end, err := d.handshakes.begin(ctx, h.before+"\x00"+h.address())
	if err != nil {
		return nil, false, fmt.Errorf("waiting for other handshakes with %s: %w", h.address(), err)
	}
	defer end()
	network, err := h.dial(ctx, "tcp", h.address())
	if err != nil {
		return nil, h.before == "" && dropped(err), fmt.Errorf("connect to %s: %w", h.address(), causeOf(ctx, err))
	}
	watched := &greetedConn{Conn: network}
	sshClient, err := l.handshake(ctx, watched, h.address())
	if err != nil {
		_ = network.Close()
		return nil, !watched.greeted() && dropped(err), fmt.Errorf("log in to %s: %w", h.address(), causeOf(ctx, err))
	}
	return newClient(sshClient, l.user, h, d.keepAlive()), false, nil
}
