package become

import (
	"io"
	"sync"
)

// recordLimit is how much of standard error is kept, in bytes. It is far more
// than sudo prints with its lecture.
const recordLimit = 8 << 10

// recorder keeps the beginning of a stream that passes through it.
type recorder struct {
	from io.Reader

	mu   sync.Mutex
	kept []byte
}

func (r *recorder) Read(p []byte) (int, error) {
	n, err := r.from.Read(p)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.kept = append(r.kept, p[:min(n, recordLimit-len(r.kept))]...)
	return n, err
}

// text returns what was kept so far.
func (r *recorder) text() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return string(r.kept)
}
