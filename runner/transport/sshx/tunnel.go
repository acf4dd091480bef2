package sshx

import (
	"io"
	"net"
)

// tunnel is a connection through a bastion. Unlike the channel that it is
// made of, a Read returns as soon as the tunnel is closed, even if the bastion
// no longer answers.
type tunnel struct {
	net.Conn // the channel

	read *io.PipeReader
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

// Close ends pending reads, then tells the bastion.
func (t *tunnel) Close() error {
	_ = t.read.CloseWithError(net.ErrClosed)
	return t.Conn.Close()
}
