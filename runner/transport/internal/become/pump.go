package become

import (
	"io"
	"sync"
)

// pump reads a stream ahead of its reader by one chunk, so that the talk with
// sudo can wait for it and for other things at once. It ends with the stream,
// or when it is stopped.
type pump struct {
	chunks chan []byte // closed at the end of the stream
	err    error       // how the stream ended; read it after chunks was closed

	stopping sync.Once
	stopped  chan struct{}

	rest []byte // of the chunk that is being read
}

func newPump(from io.Reader) *pump {
	p := &pump{chunks: make(chan []byte), stopped: make(chan struct{})}
	go p.run(from)
	return p
}

func (p *pump) run(from io.Reader) {
	defer close(p.chunks)
	for {
		chunk := make([]byte, 32<<10)
		n, err := from.Read(chunk)
		if n > 0 {
			select {
			case p.chunks <- chunk[:n]:
			case <-p.stopped:
				p.err = io.ErrClosedPipe
				return
			}
		}
		if err != nil {
			p.err = err
			return
		}
	}
}

func (p *pump) stop() { p.stopping.Do(func() { close(p.stopped) }) }

func (p *pump) Read(b []byte) (int, error) {
	for len(p.rest) == 0 {
		chunk, more := <-p.chunks
		if !more {
			return 0, p.err
		}
		p.rest = chunk
	}
	n := copy(b, p.rest)
	p.rest = p.rest[n:]
	return n, nil
}
