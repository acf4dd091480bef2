package become

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/hrun-dev/hrun/runner/transport"
)

// attended speaks with sudo until the shell stands or sudo has refused. The
// context bounds that talk.
func (s *sudo) attended(ctx context.Context, inner *transport.Shell) (*transport.Shell, error) {
	stderr := newPump(inner.Stderr)
	abandon := func() error {
		stderr.stop()
		return inner.Close()
	}
	stdout := &markReader{from: inner.Stdout, mark: []byte(s.ready())}
	settled := make(chan outcome, 1)
	go func() { settled <- s.converse(inner.Stdin, stdout, stderr) }()
	var end outcome
	select {
	case end = <-settled:
	case <-ctx.Done():
		_ = abandon()
		go func() { _ = inner.Wait() }()
		return nil, fmt.Errorf("waiting for sudo: %w", context.Cause(ctx))
	}
	return &transport.Shell{
		Stdin:  inner.Stdin,
		Stdout: stdout,
		Stderr: io.MultiReader(strings.NewReader(end.said), stderr),
		Wait: func() error {
			if end.wrong {
				_ = inner.Wait()
				return &transport.BecomeError{User: s.user, Reason: transport.PasswordWrong, Stderr: end.said}
			}
			return s.refusal(inner.Wait(), stdout.seen(), end.said)
		},
		Close: abandon,
	}, nil
}

// outcome is what came of the talk with sudo.
type outcome struct {
	said  string // what else was on standard error so far
	wrong bool   // sudo asked again
}

// converse answers sudo until the shell stands or the output has ended. The
// password is written only after sudo has asked for it, and only once: a sudo
// that needs none (a recent login, NOPASSWD) gets none, so no shell ever reads
// it as a program, and a second question means that it was wrong.
func (s *sudo) converse(stdin io.WriteCloser, stdout *markReader, stderr *pump) outcome {
	said := ""
	settled := make(chan struct{})
	go func() {
		stdout.await()
		close(settled)
	}()
	chunks, asked := stderr.chunks, 0
	for chunks != nil || settled != nil {
		select {
		case <-settled:
			if stdout.seen() {
				return outcome{said: said}
			}
			settled = nil // sudo's reason may still be on its way
		case chunk, more := <-chunks:
			if !more {
				chunks = nil
				continue
			}
			said += string(chunk)
			for strings.Contains(said, s.prompt()) {
				said = strings.Replace(said, s.prompt(), "", 1)
				asked++
				s.answer(stdin, asked)
			}
		}
	}
	return outcome{said: said, wrong: asked > 1}
}

// answer answers the question that sudo asks for the asked-th time. A write
// that fails needs no care here: sudo has gone, and the end of its output
// says so.
func (s *sudo) answer(stdin io.WriteCloser, asked int) {
	if asked == 1 {
		_, _ = io.WriteString(stdin, s.password+"\n")
		return
	}
	_ = stdin.Close()
}
