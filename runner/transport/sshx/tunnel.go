package sshx

import (
	"errors"
	"io"
	"net"
	"sync"
)

// tunnel is a connection through a bastion. Unlike the channel that it is
// made of, a Read returns as soon as the tunnel is closed, even if the bastion
// no longer answers.
type tunnel struct {
	net.Conn // the channel

	read    *io.PipeReader
	closing sync.Once
	closed  error // what the one Close of the channel said
}

func newTunnel(channel net.Conn) *tunnel {
	read, write := io.Pipe()
	go func() {
		_, err := io.Copy(write, channel)
		_ = write.CloseWithError(err) // nil means the end of the stream
	}()
	return &tunnel{Conn: channel, read: read}
}

func (t *tunnel) Read(p []byte) (int, error) { return t.read.Read(p) }

// Close ends pending reads, then tells the bastion. The login inside the
// tunnel calls it twice at once, from the caller and from its reader, which
// sees the pipe end. A channel that the other side has closed already says
// io.EOF: it is closed, which is what was asked for.
func (t *tunnel) Close() error {
	t.closing.Do(func() {
		_ = t.read.CloseWithError(net.ErrClosed)
		if t.closed = t.Conn.Close(); errors.Is(t.closed, io.EOF) {
			t.closed = nil
		}
	})
	return t.closed
}
