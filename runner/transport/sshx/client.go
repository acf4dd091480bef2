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
)

// client is a login, to a bastion or to a host.
type client struct {
	*goph.Client

	host  inventory.Host
	ended chan struct{} // closed when the connection has ended

	closing sync.Once
	after   func()
}

func newClient(c *ssh.Client, user string, h hop) *client {
	wrapped := &client{
		Client: &goph.Client{Client: c, Config: &goph.Config{User: user, Addr: h.name()}},
		host:   h.host,
		ended:  make(chan struct{}),
		after:  func() {},
	}
	go func() {
		_ = c.Wait()
		close(wrapped.ended)
	}()
	go wrapped.keepAlive(keepAliveInterval, keepAliveMissed)
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

// The keepalive is that of ssh(1) with ServerAliveInterval 15: a connection
// whose other side is silent for a minute is given up.
const (
	keepAliveInterval = 15 * time.Second
	keepAliveMissed   = 3
)

// keepAlive asks for an answer every now and then, and ends the connection
// when missed answers in a row have not come.
func (c *client) keepAlive(interval time.Duration, missed int) {
	tick := time.NewTicker(interval)
	defer tick.Stop()
	answers := make(chan struct{}, 1)
	open := 0 // questions in a row without an answer
	for {
		select {
		case <-c.ended:
			return
		case <-answers:
			open = 0
		case <-tick.C:
			if open == missed {
				_ = c.Client.Close()
				return
			}
			if open == 0 {
				go c.ask(answers)
			}
			open++
		}
	}
}

// ask returns when the answer has come, or the connection has ended. Any
// answer will do, also that the question is not understood.
func (c *client) ask(answers chan<- struct{}) {
	if _, _, err := c.SendRequest("keepalive@openssh.com", true, nil); err == nil {
		answers <- struct{}{}
	}
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
