package become

import (
	"errors"

	"github.com/hrun-dev/hrun/runner/transport"
)

// unattended wraps a shell for which sudo must not ask. Nobody waits for
// anything: the mark is taken out of the output as it passes by.
func (s *sudo) unattended(inner *transport.Shell) *transport.Shell {
	stdout := &markReader{from: inner.Stdout, mark: []byte(s.ready())}
	stderr := &recorder{from: inner.Stderr}
	return &transport.Shell{
		Stdin:  inner.Stdin,
		Stdout: stdout,
		Stderr: stderr,
		Wait: func() error {
			return s.refusal(inner.Wait(), stdout.seen(), stderr.text())
		},
		Close: inner.Close,
	}
}

// refusal says why the shell ended. A command that ended of itself before the
// shell stood was sudo refusing; everything else is the shell's own end, or
// that of the connection.
func (s *sudo) refusal(end error, stood bool, stderr string) error {
	var exit *transport.ExitError
	if stood || (end != nil && !errors.As(end, &exit)) {
		return end
	}
	return &transport.BecomeError{User: s.user, Reason: classify(stderr), Stderr: stderr}
}
