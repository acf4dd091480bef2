// Package sshx opens shells on hosts over SSH, directly or through bastions.
//
// All that it needs to know of a host is a resolved [inventory.Connection];
// it reads no ssh_config.
package sshx

import (
	"context"
	"errors"
	"net"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner/transport"
)

// Dialer connects to hosts over SSH. The zero value connects to hosts without
// bastions. It must not be copied after its first use.
//
// Hosts behind a bastion share one connection to it. It is dialled when the
// first host needs it, however many ask at once, and closed with the last.
type Dialer struct {
	// Inventory looks up a bastion by its inventory name. It may be called by
	// several goroutines at once. Nil means that there are no bastions.
	Inventory func(name string) (inventory.Host, bool)

	// DialNetwork opens the connection to the first hop. Nil means that of a
	// [net.Dialer].
	DialNetwork func(ctx context.Context, network, address string) (net.Conn, error)

	// AgentSocket is the path of the agent's socket. Empty means
	// $SSH_AUTH_SOCK; if that is empty too there is no agent.
	AgentSocket string

	// Authority returns the key of the authority that a Connection names, which
	// signs a certificate for every login to the host: of a key that is made
	// for that login, for that user, and for a few minutes. It is called
	// whenever a host that has one is dialled, by several goroutines at once.
	// Nil means that there are no authorities.
	Authority func(name string) (ssh.Signer, error)

	// Now is the clock by which certificates are made and judged. Nil means
	// [time.Now].
	Now func() time.Time

	// KeepAlive is how often a connection is asked whether it still stands.
	// One that does not answer for three times as long is given up. Zero means
	// 15 seconds.
	KeepAlive time.Duration

	bastions   bastions
	handshakes handshakes
	known      recordCache
	keys       keyring
}

// Dial connects and logs in to h, through the bastions that its Via names. A
// list of several names is the whole way, outermost first. A single name is
// followed further: that bastion's own Via, if it has one, comes before it.
//
// The error is a [*transport.UnreachableError]; its cause may be a
// [*transport.HostKeyError], an [*AuthorityError] or a [*CertificateError].
// Every host behind a bastion that cannot be
// reached gets the bastion's error.
func (d *Dialer) Dial(ctx context.Context, h inventory.Host) (transport.Conn, error) {
	route, err := d.route(h)
	if err != nil {
		return nil, &transport.UnreachableError{Host: h.Name, Hop: h.Name, Err: err}
	}
	c, err := d.reach(ctx, route, h)
	if err != nil {
		return nil, unreachable(h.Name, err)
	}
	return &conn{client: c, become: h.Connection.Become}, nil
}

// reach joins the shared connection to the last bastion of the route, if there
// is one, and connects to h from there. The error is a *hopError.
func (d *Dialer) reach(ctx context.Context, route []inventory.Host, h inventory.Host) (*client, error) {
	if len(route) == 0 {
		return d.connect(ctx, hop{host: h, dial: d.dialNetwork(), before: ""})
	}
	b, err := d.join(ctx, route)
	if err != nil {
		return nil, err
	}
	c, err := d.connect(ctx, hop{host: h, dial: b.client.tunnel, before: b.key})
	if err != nil {
		d.leave(b)
		return nil, err
	}
	c.onClose(func() { d.leave(b) })
	return c, nil
}

func (d *Dialer) dialNetwork() dialFunc {
	if d.DialNetwork != nil {
		return d.DialNetwork
	}
	return new(net.Dialer).DialContext
}

// dialFunc opens a connection to one hop.
type dialFunc func(ctx context.Context, network, address string) (net.Conn, error)

// unreachable tells the failure of a hop as that of a host.
func unreachable(host string, err error) error {
	var failed *hopError
	if !errors.As(err, &failed) {
		return &transport.UnreachableError{Host: host, Hop: host, Err: err}
	}
	return &transport.UnreachableError{Host: host, Hop: failed.hop, Err: failed.err, Hint: failed.hint}
}
