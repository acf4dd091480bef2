package faketransport

import (
	"sync"

	"github.com/hrun-dev/hrun/runner/transport"
)

// line is what leads to one shell and back.
type line struct {
	stdin, stdout, stderr *pipe

	once  sync.Once
	ended chan struct{} // closed when err is valid
	err   error         // how the shell ended
}

// newLine connects to a shell and has it run, or end at once if it cannot
// become another user.
func newLine(c *conn) *line {
	delay := c.host.RoundTrip / 2
	l := &line{
		stdin:  newPipe(delay),
		stdout: newPipe(delay),
		stderr: newPipe(delay),
		ended:  make(chan struct{}),
	}
	if c.becomes && c.host.Become != nil {
		l.finish(c.host.Become)
		return l
	}
	go func() {
		status := c.host.run(l.stdin, output{c, l.stdout}, output{c, l.stderr})
		if status == 0 {
			l.finish(nil)
			return
		}
		l.finish(&transport.ExitError{Status: status})
	}()
	return l
}

// finish ends the shell of itself: its output arrives before its end.
func (l *line) finish(err error) {
	_ = l.stdout.Close()
	_ = l.stderr.Close()
	l.stdin.snap(errGone)
	l.end(err)
}

// cut ends the shell from outside.
func (l *line) cut(err error) {
	for _, p := range []*pipe{l.stdin, l.stdout, l.stderr} {
		p.snap(err)
	}
	l.end(err)
}

// lose breaks the line after what has been written so far.
func (l *line) lose(err error) {
	l.end(err)
	l.stdin.snap(err)
	l.stdout.finish(err)
	l.stderr.finish(err)
}

// end records the first end; others are only its echo.
func (l *line) end(err error) {
	l.once.Do(func() {
		l.err = err
		close(l.ended)
	})
}

func (l *line) wait() error {
	<-l.ended
	return l.err
}

// output counts what a shell prints, and breaks the connection when it is
// time for it.
type output struct {
	conn *conn
	pipe *pipe
}

func (o output) Write(p []byte) (int, error) {
	allowed, breaks := o.conn.spend(len(p))
	n, err := o.pipe.Write(p[:allowed])
	if breaks {
		o.conn.lose()
		return n, errLost
	}
	return n, err
}
