//go:build lab

package failover_test

import (
	"bufio"
	"encoding/json"
	"errors"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes/vm/labtest"
)

// interrupted ends runs while they try, and finds all as it was within seconds,
// without another run.
func (c cluster) interrupted(t *testing.T) {
	for name, i := range map[string]struct {
		after string // which task has changed something
		by    func(t *testing.T, run *exec.Cmd)
	}{
		"standby, interrupted":   {"standby of the active node", signal(syscall.SIGINT)},
		"standby, killed":        {"standby of the active node", signal(syscall.SIGKILL)},
		"standby, without shell": {"standby of the active node", c.shells},
		"crash, interrupted":     {"crash of the active machine", signal(syscall.SIGINT)},
		"crash, killed":          {"crash of the active machine", signal(syscall.SIGKILL)},
	} {
		if !t.Run(name, func(t *testing.T) {
			c.begin(t, i.after, i.by)
			c.well(t)
		}) {
			return
		}
	}
}

func signal(s syscall.Signal) func(t *testing.T, run *exec.Cmd) {
	return func(t *testing.T, run *exec.Cmd) {
		t.Helper()
		if err := run.Process.Signal(s); err != nil {
			t.Error(err)
		}
	}
}

// shells kills the run's shells on the nodes: what is left of them to watch is
// the process of their connections.
func (c cluster) shells(t *testing.T, _ *exec.Cmd) {
	t.Helper()
	for _, node := range []string{"hapx-node01", "hapx-node02"} {
		c.On(t, node, `for lock in /var/lib/hrun/lock; do
	for process in /proc/[0-9]*; do
		case $(readlink "$process/fd/9" 2>/dev/null) in "$lock") kill -9 "${process#/proc/}" ;; esac
	done
done`)
	}
}

// begin starts a run, and ends it once the task has changed something. The run
// must fail.
func (c cluster) begin(t *testing.T, after string, by func(t *testing.T, run *exec.Cmd)) {
	t.Helper()
	run := c.Command(t.Context(), "apply", "-o", "json", "hapx/failover")
	out, err := run.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	told, lines := false, bufio.NewScanner(out)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var e labtest.Event
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil {
			t.Errorf("not JSON: %q: %v", lines.Text(), err)
		}
		if e.Task == after && e.Result == "changed" && !told {
			told = true
			by(t, run)
		}
	}
	if err := run.Wait(); !told || !errors.As(err, new(*exec.ExitError)) {
		t.Fatalf("the run was to be ended after %q: %v, %v", after, told, err)
	}
}

// well wants all to be as it was within seconds: nothing that runs on for the
// trial and no file of it anywhere, no node in standby, and all that hapx/verify
// asks. A machine that was crashed takes its time to boot.
func (c cluster) well(t *testing.T) {
	t.Helper()
	traces := func() (all string) {
		for _, host := range []string{"busybox", "hapx-node01", "hapx-node02"} {
			out, err := c.Try(t, host, "find /run/hrun -mindepth 1 2>/dev/null; ps -eo args | grep '[/]run/hrun/\\|[c]url --disable\\|[i]p -o -ts'; true")
			if err != nil {
				out += err.Error()
			}
			all += out
		}
		out, _ := exec.CommandContext(t.Context(), "sh", "-c", "ls -d /run/hrun/hapx-*; ps -eo args | grep '[s]h /run/hrun/hapx-crash'").Output()
		return all + string(out)
	}
	waitFor(t, 30*time.Second, "nothing is left", func() (string, bool) { left := traces(); return left, left == "" })
	waitFor(t, 90*time.Second, "all is well", func() (string, bool) {
		out, errs, code := c.Run(t, "apply", "hapx/verify")
		return out + errs, code == 0
	})
	if out := c.On(t, "hapx-node01", "crm_mon -1 --output-as=xml | grep 'standby=\"true\"' || true"); strings.TrimSpace(out) != "" {
		t.Errorf("in standby:\n%s", out)
	}
}

// waitFor waits until something holds.
func waitFor(t *testing.T, within time.Duration, what string, holds func() (seen string, done bool)) {
	t.Helper()
	began := time.Now()
	for {
		seen, done := holds()
		if done {
			t.Logf("%s after %v", what, time.Since(began).Round(100*time.Millisecond))
			return
		}
		if time.Since(began) > within {
			t.Fatalf("not so after %v: %s\n%s", within, what, seen)
		}
		time.Sleep(time.Second)
	}
}
