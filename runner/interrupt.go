package runner

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/hrun-dev/hrun/runner/transport"
)

// grace is how long what runs on a host is given to end after SIGTERM, and
// then how long the connection is waited for.
const grace = 10 * time.Second

// interruptible ends what runs on the host as soon as the context is done. If
// the host grants no second shell for that, the connection is closed, and what
// runs may end only when it next prints something. Call the function that it
// returns when the work is over.
func (h *host) interruptible(ctx context.Context) (over func()) {
	done, finished := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(finished)
		select {
		case <-done:
			return
		case <-ctx.Done():
		}
		h.endShell(done)
	}()
	return func() { close(done); <-finished }
}

// endShell signals the process group of the host's shell through a second shell,
// and returns when the group is gone. If that does not help, the connection
// is given up.
func (h *host) endShell(done <-chan struct{}) {
	l := h.currentLink()
	if l.session != nil && l.session.Group() != 0 {
		ctx, cancel := context.WithTimeout(context.Background(), grace)
		defer cancel()
		if shell, err := l.conn.Shell(ctx); err == nil {
			terminate(shell, l.session.Group())
		}
	}
	select {
	case <-done:
	case <-time.After(grace):
		if l := h.currentLink(); l.conn != nil {
			_ = l.conn.Close()
		}
	}
}

// terminate returns after at most twice the grace.
func terminate(shell *transport.Shell, group int) {
	stop := time.AfterFunc(2*grace, func() { _ = shell.Close() })
	defer stop.Stop()
	go func() { _, _ = io.Copy(io.Discard, shell.Stderr) }()
	_, _ = fmt.Fprintf(shell.Stdin, `kill -TERM -%[1]d
n=0
while [ $n -lt %[2]d ] && kill -0 -%[1]d; do sleep 0.1 || exit 1; n=$((n+1)); done
kill -KILL -%[1]d
exit
`, group, int(grace.Seconds()*10))
	_ = shell.Stdin.Close()
	_, _ = io.Copy(io.Discard, shell.Stdout)
	_ = shell.Wait()
}
