// Package wire speaks with one shell in batches: many scripts out, many
// results back, one round trip.
//
// Programs go over the shell's standard input, so nothing of them is seen in
// a process list. What comes back is framed by a random nonce on both outputs;
// the framing survives syntax errors, exit, unbalanced quotes, NUL bytes,
// megabytes of output and a closed standard output. It does not survive a
// script that kills the shell itself: the session is then lost.
package wire

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/hrun-dev/hrun/runner/transport"
)

// Kind tells results apart.
type Kind string

// The kinds of result.
const (
	Probed  Kind = "probe"
	Applied Kind = "apply"
	Ran     Kind = "run"
	Stale   Kind = "stale" // of a chain: Task is the first task not done
)

// Result is what one script of a batch did.
type Result struct {
	Kind           Kind
	Task           int // the task, or the id that Run was given
	Status         int // exit status
	Stdout, Stderr string
	Took           time.Duration
}

// Session is a conversation with one shell. It is not safe for concurrent use.
type Session struct {
	Trips int // batches sent

	// Started and Progress, if set before the first batch, are called when a
	// script starts and with each line that it prints while it runs. They may
	// be called from different goroutines.
	Started  func(k Kind, task int)
	Progress func(line string)

	shell    *transport.Shell
	nonce    string
	start    string // the preamble, until it is sent
	out, err chan part
	once     sync.Once

	mu    sync.Mutex
	group int
}

// New returns a session over a shell. Nothing is sent before the first batch.
func New(shell *transport.Shell, o Options) *Session {
	nonce := rand.Text()
	return &Session{shell: shell, nonce: nonce, start: o.program(nonce), out: make(chan part), err: make(chan part)}
}

// LockedError says that another run holds the host's lock.
type LockedError struct{ Holder string }

func (e *LockedError) Error() string { return "another run holds the lock: " + e.Holder }

// EndedError says that the shell ended in the middle of a batch.
type EndedError struct {
	Err    error  // why, as the transport tells; may be nil
	Stderr string // the last that it printed there
}

func (e *EndedError) Error() string {
	s := "the shell ended in the middle of the work"
	if e.Err != nil {
		s = e.Err.Error()
	}
	if tail := strings.TrimSpace(e.Stderr); tail != "" {
		s += ": " + tail
	}
	return s
}

// Unwrap returns the cause.
func (e *EndedError) Unwrap() error { return e.Err }

// Group returns the process group of the shell and of all that runs in it, or
// 0 as long as the shell has not said it.
func (s *Session) Group() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.group
}

// Do sends the batch and calls each with every result as it comes. The error
// is a [*LockedError] or an [*EndedError]; the session is then over.
func (s *Session) Do(b *Batch, each func(Result)) error {
	s.once.Do(s.listen)
	s.Trips++
	program := s.start + b.b.String() + "_m done\n"
	s.start = ""
	wrote := make(chan error, 1)
	go func() {
		_, err := io.WriteString(s.shell.Stdin, program)
		wrote <- err
	}()
	if err := s.collect(each); err != nil {
		return err
	}
	return <-wrote
}

func (s *Session) listen() {
	for _, f := range []struct {
		from io.Reader
		to   chan part
	}{{s.shell.Stdout, s.out}, {s.shell.Stderr, s.err}} {
		fr := &frames{in: bufio.NewReaderSize(f.from, 64<<10), mark: []byte(s.nonce + " ")}
		if s.Progress != nil {
			fr.line = func(line []byte) { s.Progress(string(line)) }
		}
		go fr.run(f.to)
	}
}

// collect zips the parts of both outputs, which carry the same marks in the
// same order, until the batch is done.
func (s *Session) collect(each func(Result)) error {
	var started time.Time
	for {
		out, ok := <-s.out
		if !ok || out.mark == "" {
			return s.ended(nil)
		}
		errs, ok := <-s.err
		if !ok || errs.mark == "" {
			return s.ended(errs.body)
		}
		f := strings.Fields(out.mark)
		switch {
		case out.mark != errs.mark || len(f) == 0:
			return &EndedError{Err: fmt.Errorf("marks differ: %q and %q", out.mark, errs.mark)}
		case f[0] == "done":
			return nil
		case f[0] == "hello" && len(f) == 2:
			s.hello(f[1])
		case f[0] == "start":
			started = time.Now()
			s.starts(f)
		case f[0] == "stale" && len(f) == 2:
			n, _ := strconv.Atoi(f[1])
			each(Result{Kind: Stale, Task: n})
		case f[0] == "end" && f[1] == "locked":
			return &LockedError{strings.TrimSpace(string(out.body))}
		case f[0] == "end" && len(f) == 4:
			each(result(f, out, errs, time.Since(started)))
		}
	}
}

// result makes a result of "end KIND TASK STATUS" and two bodies. Output that
// was cut is a failure: half of an answer must not be taken for the answer.
func result(f []string, out, errs part, took time.Duration) Result {
	r := Result{Kind: Kind(f[1]), Stdout: string(out.body), Stderr: string(errs.body), Took: took}
	r.Task, _ = strconv.Atoi(f[2])
	r.Status, _ = strconv.Atoi(f[3])
	if out.cut && r.Status == 0 {
		r.Status = 1
		r.Stderr += fmt.Sprintf("\nmore than %d bytes of output", maxBody)
	}
	return r
}

func (s *Session) starts(f []string) {
	if s.Started == nil || len(f) != 3 {
		return
	}
	n, _ := strconv.Atoi(f[2])
	s.Started(Kind(f[1]), n)
}

func (s *Session) hello(group string) {
	n, err := strconv.Atoi(group)
	if err != nil || n < 2 {
		return // no process group to end; the connection's end has to do
	}
	s.mu.Lock()
	s.group = n
	s.mu.Unlock()
}

// ended reads what is left, so that the shell can end, and says why it did.
func (s *Session) ended(stderr []byte) error {
	go func() {
		for range s.out {
		}
	}()
	for p := range s.err { // the tail, and what came before marks that never had a match
		stderr = append(stderr, p.body...)
	}
	err := s.shell.Wait()
	var become *transport.BecomeError
	if errors.As(err, &become) {
		return &EndedError{Err: err}
	}
	return &EndedError{Err: err, Stderr: string(stderr)}
}

// Close ends the shell and the goroutines that read from it.
func (s *Session) Close() error {
	for _, parts := range []chan part{s.out, s.err} {
		go func() {
			for range parts {
			}
		}()
	}
	s.once.Do(func() { close(s.out); close(s.err) }) // nobody listens yet
	_ = s.shell.Stdin.Close()
	return s.shell.Close()
}
