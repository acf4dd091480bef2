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

// Session is a conversation with one shell. It is not safe for concurrent use,
// but for what says otherwise.
type Session struct {
	Trips int // batches sent

	// Started and Progress, if set before the first batch, are called when a
	// script starts and with each line that it prints while it runs. They may
	// be called from different goroutines, so that a line may come before its
	// start; after the script's result none comes. The probes that guard a
	// chain start, too.
	Started  func(k Kind, task int)
	Progress func(k Kind, task int, line string)

	shell    *transport.Shell
	nonce    string
	options  Options
	out, err chan part
	once     sync.Once

	mu      sync.Mutex
	greeted bool
	group   int
	boot    string
}

// New returns a session over a shell. Nothing is sent before the first batch.
func New(shell *transport.Shell, o Options) *Session {
	nonce := rand.Text()
	return &Session{shell: shell, nonce: nonce, options: o, out: make(chan part), err: make(chan part)}
}

// Group returns the process group of the shell and of all that runs in it, or
// 0 as long as the shell has not said it. It is safe for concurrent use.
func (s *Session) Group() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.group
}

// Boot returns the boot id of the host (random(4)), or "" as long as the shell
// has not said it. It is safe for concurrent use.
func (s *Session) Boot() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.boot
}

// Greeted tells whether the shell has answered at all. A session that ended
// without that never stood, and has run none of the scripts. It is safe for
// concurrent use.
func (s *Session) Greeted() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.greeted
}

// Do sends the batch and calls each with every result as it comes. The error
// is a [*LockedError], a [*NoLockError] or an [*EndedError]; the session is
// then over.
func (s *Session) Do(b *Batch, each func(Result)) error {
	program := b.b.String() + "_m done\n"
	if s.once.Do(s.listen); s.Trips == 0 {
		program = s.options.program(s.nonce, time.Now()) + program
	}
	s.Trips++
	wrote := make(chan error, 1)
	go func() {
		_, err := io.WriteString(s.shell.Stdin, program)
		wrote <- err
	}()
	if err := s.collect(each); err != nil {
		return err
	}
	if err := <-wrote; err != nil {
		return &EndedError{Err: err}
	}
	return nil
}

// collect zips the parts of both outputs, which carry the same marks in the
// same order, until the batch is done.
func (s *Session) collect(each func(Result)) error {
	var began time.Time
	for {
		out, ok := <-s.out
		if !ok || out.mark == "" {
			return s.ended(out.body, nil)
		}
		if k, task, ok := started(out.mark); ok { // whether or not the other output comes to say so
			began = time.Now()
			if s.Started != nil {
				s.Started(k, task)
			}
		}
		errs, ok := <-s.err
		if !ok || errs.mark == "" {
			return s.ended(out.body, errs.body)
		}
		f := strings.Fields(out.mark)
		switch {
		case out.mark != errs.mark || len(f) == 0:
			return &EndedError{Err: fmt.Errorf("marks differ: %q and %q", out.mark, errs.mark)}
		case f[0] == "done":
			return nil
		case f[0] == "hello":
			s.hello(f[1:])
		case f[0] == "stale" && len(f) == 2:
			n, _ := strconv.Atoi(f[1])
			each(Result{Kind: Stale, Task: n})
		case f[0] == "end" && len(f) == 3:
			status, _ := strconv.Atoi(f[2])
			if err := locked(status, strings.TrimSpace(string(out.body)), string(errs.body)); err != nil {
				return err
			}
		case f[0] == "end" && len(f) == 4:
			each(result(f, out, errs, time.Since(began)))
		}
	}
}

func (s *Session) hello(self []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.greeted = true
	if len(self) > 1 {
		s.boot = self[1]
	}
	if len(self) > 0 {
		if n, err := strconv.Atoi(self[0]); err == nil && n > 1 {
			s.group = n
		} // otherwise there is none to end; the connection's end has to do
	}
}

// ended reads what is left, so that the shell can end, and says why it did.
func (s *Session) ended(stdout, stderr []byte) error {
	go discard(s.out)
	for p := range s.err { // the tail, and what came before marks that never had a match
		stderr = append(stderr, p.body...)
	}
	err := s.shell.Wait()
	var become *transport.BecomeError
	if errors.As(err, &become) {
		return &EndedError{Err: err}
	}
	return &EndedError{Err: err, Stdout: string(stdout), Stderr: string(stderr)}
}

// Close ends the shell and the goroutines that read from it.
func (s *Session) Close() error {
	go discard(s.out)
	go discard(s.err)
	s.once.Do(func() { close(s.out); close(s.err) }) // nobody listens yet
	return s.shell.Close()
}
