package faketransport

import (
	"io"
	"maps"
	"path"
	"sync"
	"time"

	"github.com/hrun-dev/hrun/runner/transport"
)

// Host is one host in memory. Set its fields before the first Dial. The zero
// value has shells that read their program to the end and exit with 0.
type Host struct {
	// Run is the shell: it reads a program, writes what the program prints,
	// and returns its exit status. When the shell is closed or the connection
	// breaks, reads and writes fail; Run must return then. It is called by
	// several goroutines at once, one a shell.
	Run func(program io.Reader, stdout, stderr io.Writer) (status int)

	// Unreachable, if not nil, is why every Dial fails.
	Unreachable error

	// DialDelay is how long a Dial takes.
	DialDelay time.Duration

	// RoundTrip is how long the link takes to the host and back. Opening a
	// shell takes one; what is written arrives half of one later, however
	// much of it there is.
	RoundTrip time.Duration

	// BreakAfter is how many bytes of output a connection carries, over all
	// its shells, before it breaks. Zero means that it does not break.
	BreakAfter int

	// Breaks is how many connections break; later ones do not. Zero means
	// that every one does.
	Breaks int

	// Become, if not nil, is how every shell ends that is to be another
	// user's.
	Become *transport.BecomeError

	mu    sync.Mutex
	dials int
	files map[string][]byte
}

// Dials is how often the host has been dialled, in vain or not.
func (h *Host) Dials() int {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.dials
}

// Files returns what was uploaded, by path.
func (h *Host) Files() map[string][]byte {
	h.mu.Lock()
	defer h.mu.Unlock()
	return maps.Clone(h.files)
}

// Remove removes what was uploaded to path.
func (h *Host) Remove(path string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.files, path)
}

// dialled counts a Dial, and returns after how many bytes its connection
// breaks; zero for never.
func (h *Host) dialled() (breakAfter int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.dials++
	if h.Breaks > 0 && h.dials > h.Breaks {
		return 0
	}
	return h.BreakAfter
}

func (h *Host) removeLeft(by transport.Uploads) {
	h.mu.Lock()
	defer h.mu.Unlock()
	maps.DeleteFunc(h.files, func(file string, _ []byte) bool { return by.Left(path.Base(file)) })
}

func (h *Host) store(path string, body []byte) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.files == nil {
		h.files = map[string][]byte{}
	}
	h.files[path] = body
}

// run is Run, or what stands for it.
func (h *Host) run(program io.Reader, stdout, stderr io.Writer) int {
	if h.Run != nil {
		return h.Run(program, stdout, stderr)
	}
	_, _ = io.Copy(io.Discard, program)
	return 0
}
