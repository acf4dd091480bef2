package become

import (
	"bytes"
	"io"
	"sync"
)

// markReader takes the first occurrence of a mark out of a stream. What a
// login shell prints before the mark passes through unchanged.
type markReader struct {
	from io.Reader
	mark []byte

	mu    sync.Mutex
	found bool

	held []byte // read, not yet handed out
	err  error  // how the stream ended
}

func (r *markReader) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for {
		if n := r.free(); n > 0 {
			n = copy(p, r.held[:n])
			r.held = r.held[n:]
			return n, nil
		}
		if r.err != nil {
			return 0, r.err
		}
		if r.seen() {
			return r.from.Read(p)
		}
		r.fill()
	}
}

// await reads until the mark or the end.
func (r *markReader) await() {
	for !r.seen() && r.err == nil {
		r.fill()
	}
}

// seen reports whether the mark has passed.
func (r *markReader) seen() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.found
}

// fill reads once more, and takes the mark out if it is complete.
func (r *markReader) fill() {
	chunk := make([]byte, 4096)
	n, err := r.from.Read(chunk)
	r.held = append(r.held, chunk[:n]...)
	r.err = err
	if i := bytes.Index(r.held, r.mark); i >= 0 {
		r.held = append(r.held[:i:i], r.held[i+len(r.mark):]...)
		r.mu.Lock()
		r.found = true
		r.mu.Unlock()
	}
}

// free is how many held bytes cannot be the beginning of the mark.
func (r *markReader) free() int {
	if r.seen() || r.err != nil {
		return len(r.held)
	}
	for i := max(0, len(r.held)-len(r.mark)+1); i < len(r.held); i++ {
		if bytes.HasPrefix(r.mark, r.held[i:]) {
			return i
		}
	}
	return len(r.held)
}
