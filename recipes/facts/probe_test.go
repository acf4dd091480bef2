package facts

import (
	"os/exec"
	"testing"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// ask runs the probe of a fact on this machine, with each of the shells that
// hosts have, and parses what it prints.
func ask[T any](t *testing.T, f Fact[T], check func(T) bool) {
	t.Helper()
	for _, shell := range [][]string{{"dash"}, {"busybox", "ash"}} {
		out, err := run(shell, f.Probe)
		if err != nil {
			t.Errorf("%s in %s: %v", f.Name, shell[0], err)
			continue
		}
		got, err := f.Parse(out)
		if err != nil || !check(got) {
			t.Errorf("%s in %s: %+v, %v, of\n%s", f.Name, shell[0], got, err, out)
		}
	}
}

func run(shell []string, s sh.Script) (string, error) {
	cmd := exec.Command(shell[0], append(shell[1:], "-c", string(s))...)
	cmd.Env = []string{"LC_ALL=C", "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "hrun_sent=1732098765.123456789"}
	out, err := cmd.Output()
	return string(out), err
}

func TestProbesHere(t *testing.T) {
	ask(t, OS(), func(r Release) bool { return r.ID != "" })
	ask(t, Kernel(), func(s string) bool { return s != "" })
	ask(t, Architecture(), func(m Machine) bool { return m.Debian != "" })
}
