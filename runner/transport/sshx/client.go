package sshx

import (
	"context"
	"errors"
	"net"
	"sync"
	"time"

	"github.com/melbahja/goph"
	"golang.org/x/crypto/ssh"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner/transport"
)

// client is a login, to a bastion or to a host.
type client struct {
	*goph.Client

	host  inventory.Host
	ended chan struct{} // closed when the connection has ended

	uploads transport.Uploads
	sweep   sync.Once // of what earlier connections have uploaded and left

	closing sync.Once
	after   func()
}

func newClient(c *ssh.Client, user string, h hop, keepAlive time.Duration) *client {
	wrapped := &client{
		Client: &goph.Client{Client: c, Config: &goph.Config{User: user, Addr: h.name()}},
		host:   h.host,
		ended:  make(chan struct{}),
		after:  func() {},

		uploads: transport.NewUploads(h.host),
	}
	go func() {
		_ = c.Wait()
		close(wrapped.ended)
	}()
	go wrapped.keepAlive(keepAlive)
	return wrapped
}

// onClose has f called once the client is closed. It must be called before
// the client is shared.
func (c *client) onClose(f func()) { c.after = f }

// Close ends the connection and leaves the bastion.
func (c *client) Close() error {
	var err error
	c.closing.Do(func() {
		if err = c.Client.Close(); errors.Is(err, net.ErrClosed) {
			err = nil
		}
		c.after()
	})
	return err
}

// tunnel opens a connection from the bastion to an address, which is handed
// over by name: the bastion knows the names behind it.
func (c *client) tunnel(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := c.DialContext(ctx, network, address)
	if err != nil {
		return nil, &bastionError{bastion: c.host.Name, err: err}
	}
	return newTunnel(conn), nil
}
