package faketransport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/hrun-dev/hrun/runner/transport"
)

var (
	errClosed = errors.New("the connection is closed")
	errHungUp = errors.New("the shell was closed")
	errGone   = errors.New("the shell has ended")
	errLost   = errors.New("the connection broke")
)

// conn is a connection to a host.
type conn struct {
	host    *Host
	becomes bool

	uploads transport.Uploads
	sweep   sync.Once // of what earlier connections have uploaded and left

	mu    sync.Mutex
	over  error // why the connection is no more; nil as long as it stands
	left  int   // bytes until it breaks; 0 means that it does not
	lines map[*line]struct{}
}

// Shell has the host run a shell.
func (c *conn) Shell(ctx context.Context) (*transport.Shell, error) {
	if err := sleep(ctx, c.host.RoundTrip); err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.over != nil {
		return nil, c.over
	}
	l := newLine(c)
	c.lines[l] = struct{}{}
	return &transport.Shell{
		Stdin:  l.stdin,
		Stdout: l.stdout,
		Stderr: l.stderr,
		Wait:   l.wait,
		Close: func() error {
			l.cut(errHungUp)
			c.mu.Lock()
			defer c.mu.Unlock()
			delete(c.lines, l)
			return nil
		},
	}, nil
}

// Upload keeps body in memory, and forgets what an earlier connection has left.
func (c *conn) Upload(ctx context.Context, body io.Reader) (string, error) {
	c.mu.Lock()
	over := c.over
	c.mu.Unlock()
	if over != nil {
		return "", over
	}
	if err := sleep(ctx, c.host.RoundTrip); err != nil {
		return "", err
	}
	stored, err := io.ReadAll(body)
	if err != nil {
		return "", fmt.Errorf("upload: %w", err)
	}
	path := "/tmp/" + c.uploads.New()
	c.sweep.Do(func() { c.host.removeLeft(c.uploads) })
	c.host.store(path, stored)
	return path, nil
}

// Close ends every shell.
func (c *conn) Close() error {
	for _, l := range c.end(errClosed) {
		l.cut(errClosed)
	}
	return nil
}

// lose breaks the connection: what was sent before still arrives.
func (c *conn) lose() {
	for _, l := range c.end(errLost) {
		l.lose(errLost)
	}
}

// end makes the connection useless, and returns what still runs on it.
func (c *conn) end(why error) []*line {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.over == nil {
		c.over = why
	}
	running := make([]*line, 0, len(c.lines))
	for l := range c.lines {
		running = append(running, l)
	}
	clear(c.lines)
	return running
}

// spend takes n bytes from what the connection may carry. It returns how many
// of them it still carries, and whether it breaks after them.
func (c *conn) spend(n int) (allowed int, breaks bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.left == 0:
		return n, false
	case n < c.left:
		c.left -= n
		return n, false
	}
	return c.left, true
}
