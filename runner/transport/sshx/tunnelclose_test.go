package sshx_test

import (
	"io"
	"net"
	"sync"
	"testing"

	"github.com/hrun-dev/hrun/runner/transport/sshx"
)

// endedChannel is a channel that says io.EOF to a second Close, and to the
// first one if the other side was quicker, as those of x/crypto/ssh do.
type endedChannel struct {
	net.Conn

	mu     sync.Mutex
	closed bool
}

func (c *endedChannel) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return io.EOF
	}
	c.closed = true
	return c.Conn.Close()
}

func TestTunnelClosesWithoutError(t *testing.T) {
	for name, ended := range map[string]bool{"twice at once": false, "after the other side": true} {
		t.Run(name, func(t *testing.T) {
			near, far := net.Pipe()
			defer far.Close()
			tunnel := sshx.NewTunnel(&endedChannel{Conn: near, closed: ended})
			var closing sync.WaitGroup
			for range 8 {
				closing.Go(func() {
					if err := tunnel.Close(); err != nil {
						t.Errorf("close: %v", err)
					}
				})
			}
			closing.Wait()
			_ = near.Close() // the channel that said it had ended never did
		})
	}
}
