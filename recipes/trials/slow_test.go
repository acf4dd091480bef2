//go:build lab

package trials_test

import (
	"context"
	"io"
	"net"
	"time"
)

// slowly dials connections on which every byte takes so long either way. The
// bandwidth is not limited.
func slowly(oneWay time.Duration) func(ctx context.Context, network, address string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, address)
		if err != nil || oneWay == 0 {
			return conn, err
		}
		received, receive := io.Pipe()
		sent, send := io.Pipe()
		go late(receive, conn, oneWay)
		go late(conn, sent, oneWay)
		return slow{conn, received, send}, nil
	}
}

// slow is a connection whose bytes wait in between.
type slow struct {
	net.Conn
	in  *io.PipeReader
	out *io.PipeWriter
}

func (s slow) Read(p []byte) (int, error)  { return s.in.Read(p) }
func (s slow) Write(p []byte) (int, error) { return s.out.Write(p) }

func (s slow) Close() error {
	_ = s.in.Close()
	_ = s.out.Close()
	return s.Conn.Close()
}

// late copies, and has every byte wait.
func late(to io.WriteCloser, from io.Reader, wait time.Duration) {
	type chunk struct {
		bytes []byte
		due   time.Time
	}
	chunks := make(chan chunk, 1<<12)
	go func() {
		defer close(chunks)
		for {
			buffer := make([]byte, 32<<10)
			n, err := from.Read(buffer)
			if n > 0 {
				chunks <- chunk{buffer[:n], time.Now().Add(wait)}
			}
			if err != nil {
				return
			}
		}
	}()
	for c := range chunks {
		time.Sleep(time.Until(c.due))
		if _, err := to.Write(c.bytes); err != nil {
			break
		}
	}
	_ = to.Close()
}
