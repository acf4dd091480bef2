package runner_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os/exec"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/transport"
	"github.com/hrun-dev/hrun/runner/transport/faketransport"
)

// machine is a toy host with a boot id of its own, whose connections can be
// cut, and which can be rebooted. As with sshd, what runs in a shell goes on
// when the connection is cut.
type machine struct {
	*lab
	inner faketransport.Dialer

	mu      sync.Mutex
	conns   []transport.Conn
	dials   int
	refuse  int   // dials to refuse from now on
	refusal error // how
	muted   int   // shells to end before their first word from now on
	groups  map[int]bool
}

func newMachine(t *testing.T) *machine {
	m := &machine{lab: newLab(t, "a"), refusal: errors.New("connection refused"), groups: map[int]bool{}}
	m.write("a", "boot", "the-first\n")
	m.inner.Hosts = map[string]*faketransport.Host{"a": {Run: m.sh}}
	t.Cleanup(m.kill)
	return m
}

func (m *machine) Dial(ctx context.Context, h inventory.Host) (transport.Conn, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.dials++
	if m.refuse > 0 {
		m.refuse--
		return nil, &transport.UnreachableError{Host: h.Name, Hop: h.Name, Err: m.refusal}
	}
	c, err := m.inner.Dial(ctx, h)
	if err == nil {
		m.conns = append(m.conns, c)
	}
	return c, err
}

// sh runs a shell that takes the file "boot" of the host for its boot id.
func (m *machine) sh(program io.Reader, stdout, stderr io.Writer) int {
	if m.isMute() {
		return 1
	}
	cmd := exec.Command("sh")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Stdout, cmd.Stderr = stdout, stderr
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return 126
	}
	m.mu.Lock()
	err = cmd.Start()
	if err == nil {
		m.groups[cmd.Process.Pid] = true
	}
	m.mu.Unlock()
	if err != nil {
		return 127
	}
	go func() {
		defer func() { _ = stdin.Close() }()
		lines := bufio.NewReader(program)
		for {
			line, err := lines.ReadString('\n')
			line = strings.ReplaceAll(line, "/proc/sys/kernel/random/boot_id", m.path("a", "boot"))
			if _, writeErr := io.WriteString(stdin, line); err != nil || writeErr != nil {
				return
			}
		}
	}()
	_ = cmd.Wait()
	m.mu.Lock()
	delete(m.groups, cmd.Process.Pid)
	m.mu.Unlock()
	return max(cmd.ProcessState.ExitCode(), 0)
}

// mute has the next shells end before they say anything.
func (m *machine) mute(shells int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.muted = shells
}

func (m *machine) isMute() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.muted--
	return m.muted >= 0
}

// cut cuts all connections, and has the next dials refused.
func (m *machine) cut(refuse int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.refuse = refuse
	for _, c := range m.conns {
		_ = c.Close()
	}
	m.conns = nil
}

// kill ends all that runs.
func (m *machine) kill() {
	m.mu.Lock()
	defer m.mu.Unlock()
	for group := range m.groups {
		_ = syscall.Kill(-group, syscall.SIGKILL)
	}
}

// boot has the machine go down, refuse connections, and come back.
func (m *machine) boot(id string, refuse int) {
	m.cut(refuse)
	m.kill()
	m.write("a", "boot", id+"\n")
}

// on runs a stage on the machine; react is called with every event.
func (m *machine) on(st *recipes.Stage, change func(*runner.Runner), react func(report.Event)) (*record, error) {
	rec := &record{}
	r := &runner.Runner{Dialer: m, Reporter: report.Tee(rec, report.Func(react))}
	r.Hurry(100 * time.Millisecond)
	if change != nil {
		change(r)
	}
	_, err := r.Run(m.t.Context(), []*recipes.Stage{st})
	return rec, err
}
