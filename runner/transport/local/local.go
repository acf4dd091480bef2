// Package local opens shells on this machine, so that a host of kind "local"
// is worked on like any other, without SSH.
package local

import (
	"context"
	"errors"
	"io"
	"sync"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner/transport"
	"github.com/hrun-dev/hrun/runner/transport/internal/become"
)

// Dialer opens shells on this machine, whichever host is asked for. The zero
// value is ready to use.
type Dialer struct{}

// Dial returns a connection that needs no login. It fails, with a
// [*transport.UnreachableError], only if the context has ended.
func (Dialer) Dial(ctx context.Context, h inventory.Host) (transport.Conn, error) {
	if err := context.Cause(ctx); err != nil {
		return nil, &transport.UnreachableError{Host: h.Name, Hop: h.Name, Err: err}
	}
	return &conn{become: h.Connection.Become, uploads: transport.NewUploads(h), shells: map[*process]struct{}{}}, nil
}

// errClosed is what a closed connection answers.
var errClosed = errors.New("local: the connection is closed")

// conn is a set of processes that end with it.
type conn struct {
	become inventory.Become

	uploads transport.Uploads
	sweep   sync.Once // of what earlier connections have uploaded and left

	mu     sync.Mutex
	closed bool
	shells map[*process]struct{}
}

// Shell starts sh in a session of its own.
func (c *conn) Shell(ctx context.Context) (*transport.Shell, error) {
	return become.Shell(ctx, c.become, func(words []string) (*transport.Shell, error) {
		if err := context.Cause(ctx); err != nil {
			return nil, err
		}
		return c.start(words)
	})
}

func (c *conn) start(words []string) (*transport.Shell, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return nil, errClosed
	}
	p, err := start(words)
	if err != nil {
		return nil, err
	}
	c.shells[p] = struct{}{}
	p.ended = func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		delete(c.shells, p)
	}
	return p.shell(), nil
}

// Upload stores body in a temporary file.
func (c *conn) Upload(ctx context.Context, body io.Reader) (string, error) {
	c.mu.Lock()
	closed := c.closed
	c.mu.Unlock()
	if closed {
		return "", errClosed
	}
	return c.upload(ctx, body)
}

// Close ends every shell.
func (c *conn) Close() error {
	c.mu.Lock()
	c.closed = true
	shells := make([]*process, 0, len(c.shells))
	for p := range c.shells {
		shells = append(shells, p)
	}
	c.mu.Unlock()
	for _, p := range shells {
		p.close()
	}
	return nil
}
