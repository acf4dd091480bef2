package sshx

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"sync"
	"syscall"
	"time"
)

// attempts is how often a hop is tried whose sshd hangs up before it says
// anything, as it does with some of its callers when too many are logging in
// (MaxStartups in sshd_config(5)).
const attempts = 8

// backOff waits before the next attempt, longer each time and never in step
// with others, at most about a second.
func backOff(ctx context.Context, attempt int) error {
	longest := min(50*time.Millisecond<<attempt, time.Second)
	wait := time.NewTimer(longest/2 + rand.N(longest/2))
	defer wait.Stop()
	select {
	case <-wait.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// dropped reports whether the other side hung up.
func dropped(err error) bool {
	return errors.Is(err, io.EOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}

// causeOf names the end of the context as the cause of an error, where it is.
func causeOf(ctx context.Context, err error) error {
	cause := context.Cause(ctx)
	switch {
	case cause == nil:
		return err
	case errors.Is(cause, context.DeadlineExceeded):
		return overdueError{cause}
	}
	return cause
}

// overdueError is a deadline in words that do not speak of Go.
type overdueError struct{ error }

func (overdueError) Error() string { return "timed out" }

func (e overdueError) Unwrap() error { return e.error }

// greetingLimit is how much of what comes first is kept, in bytes. An sshd
// that refuses says no more than a line.
const greetingLimit = 1 << 10

// greetedConn watches for the line with which an sshd introduces itself
// (RFC 4253, section 4.2). An sshd that has no time may send another line.
type greetedConn struct {
	net.Conn

	mu    sync.Mutex
	first []byte
}

func (c *greetedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.mu.Lock()
	defer c.mu.Unlock()
	if room := greetingLimit - len(c.first); room > 0 {
		c.first = append(c.first, p[:min(n, room)]...)
	}
	return n, err
}

// greeted reports whether the sshd has introduced itself.
func (c *greetedConn) greeted() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return bytes.HasPrefix(c.first, []byte("SSH-")) || bytes.Contains(c.first, []byte("\nSSH-"))
}
