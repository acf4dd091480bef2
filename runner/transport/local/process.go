package local

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"github.com/hrun-dev/hrun/runner/transport"
)

// grace is how long a closed shell and its programs have between the hangup
// and the kill.
const grace = 2 * time.Second

// process is one running shell. It leads a session, so that a hangup reaches
// the programs it started, and so that none of them can ask the terminal of
// the person at the keyboard for anything.
type process struct {
	cmd            *exec.Cmd
	stdin          io.WriteCloser
	stdout, stderr io.ReadCloser

	wait  func() error // waits once, answers always
	done  chan struct{}
	ended func() // called once, after the process was waited for
	abort sync.Once
}

// start starts the command that words make up.
func start(words []string) (*process, error) {
	cmd := exec.Command(words[0], words[1:]...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	stdin, inErr := cmd.StdinPipe()
	stdout, outErr := cmd.StdoutPipe()
	stderr, errErr := cmd.StderrPipe()
	if err := errors.Join(inErr, outErr, errErr); err != nil {
		return nil, fmt.Errorf("local: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("local: %w", err)
	}
	p := &process{cmd: cmd, stdin: stdin, stdout: toEnd{stdout}, stderr: toEnd{stderr}, done: make(chan struct{})}
	p.wait = sync.OnceValue(func() error {
		state, err := cmd.Process.Wait() // cmd.Wait would close the outputs, read or not
		_ = stdin.Close()
		close(p.done)
		p.ended()
		if err != nil {
			return fmt.Errorf("local: %w", err)
		}
		return exitError(state)
	})
	return p, nil
}

func (p *process) shell() *transport.Shell {
	return &transport.Shell{
		Stdin:  p.stdin,
		Stdout: p.stdout,
		Stderr: p.stderr,
		Wait:   p.wait,
		Close: func() error {
			p.close()
			return nil
		},
	}
}

// close hangs up on the session and lets go of the pipes. It does not wait
// for the processes to end; a goroutine sees to that.
func (p *process) close() {
	p.abort.Do(func() {
		p.signal(syscall.SIGHUP)
		_ = p.stdin.Close()
		_ = p.stdout.Close()
		_ = p.stderr.Close()
		go func() { _ = p.wait() }()
		go func() {
			overdue := time.NewTimer(grace)
			defer overdue.Stop()
			select {
			case <-p.done:
			case <-overdue.C:
				p.signal(syscall.SIGKILL)
			}
		}()
	})
}

// signal reaches the whole process group, unless its leader was waited for:
// its number may then be another's. Processes that became another user may
// not be signalled; for them the end of their pipes has to do.
func (p *process) signal(s syscall.Signal) {
	select {
	case <-p.done:
	default:
		_ = syscall.Kill(-p.cmd.Process.Pid, s)
	}
}

// toEnd is a pipe that is closed once it was read to its end.
type toEnd struct{ io.ReadCloser }

func (t toEnd) Read(p []byte) (int, error) {
	n, err := t.ReadCloser.Read(p)
	if err != nil {
		_ = t.Close()
	}
	return n, err
}

// exitError turns what os says into what a Shell says.
func exitError(state *os.ProcessState) error {
	status := state.Sys().(syscall.WaitStatus)
	switch {
	case status.Signaled():
		s := status.Signal()
		return &transport.ExitError{Status: 128 + int(s), Signal: strings.TrimPrefix(unix.SignalName(s), "SIG")}
	case status.ExitStatus() != 0:
		return &transport.ExitError{Status: status.ExitStatus()}
	}
	return nil
}
