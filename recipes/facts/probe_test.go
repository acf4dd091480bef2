package facts

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// ask runs the probe of a fact on this machine, with each of the shells that
// hosts have, and parses what it prints.
func ask[T any](t *testing.T, f Fact[T], check func(T) bool) {
	t.Helper()
	const ours = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
	for _, c := range []struct {
		name, path string
		shell      []string
	}{
		{"dash", ours, []string{"dash"}},
		{"ash of busybox", ours, []string{"busybox", "ash"}},
		{"a system of busybox", applets(t), []string{"busybox", "ash"}},
	} {
		out, err := run(c.shell, c.path, f.Probe)
		if err != nil {
			t.Errorf("%s in %s: %v", f.Name, c.name, err)
			continue
		}
		got, err := f.Parse(out)
		if err != nil || !check(got) {
			t.Errorf("%s in %s: %+v, %v, of\n%s", f.Name, c.name, got, err, out)
		}
	}
}

// applets returns a directory that has the commands of busybox, and no others.
func applets(t *testing.T) string {
	t.Helper()
	busybox, err := exec.LookPath("busybox")
	if err != nil {
		t.Fatal(err)
	}
	list, err := exec.Command(busybox, "--list").Output()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name := range strings.Lines(string(list)) {
		if err := os.Symlink(busybox, filepath.Join(dir, strings.TrimSpace(name))); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func run(shell []string, path string, s sh.Script) (string, error) {
	cmd := exec.Command(shell[0], append(shell[1:], "-c", string(s))...)
	cmd.Env = []string{"LC_ALL=C", "PATH=" + path, "hrun_sent=1732098765.123456789"}
	out, err := cmd.Output()
	return string(out), err
}

func TestProbesHere(t *testing.T) {
	ask(t, OS(), func(r Release) bool { return r.ID != "" })
	ask(t, Kernel(), func(s string) bool { return s != "" })
	ask(t, Architecture(), func(m Machine) bool { return m.Debian != "" })
	ask(t, Init(), func(s string) bool { return s != "" })
	ask(t, PackageManager(), func(s string) bool { return s == "apt" || s == "none" })
	ask(t, BootID(), func(s string) bool { return len(s) == 36 })
	ask(t, CPUs(), func(n int) bool { return n > 0 })
	ask(t, Memory(), func(s Sizes) bool { return s.Memory > s.Available && s.Available > 0 })
	ask(t, Disks(), func(d []Disk) bool { return d != nil })
	ask(t, Filesystems(), func(f []Filesystem) bool { return f != nil })
	ask(t, Interfaces(), func(i []Interface) bool { return len(i) > 0 })
	ask(t, DefaultRoutes(), func([]Route) bool { return true })
	ask(t, Virtualization(), func(s string) bool { return s != "" })
	ask(t, ClockOffset(), func(d time.Duration) bool { return d > 0 }) // the time of sending is long ago
	ask(t, Account(), func(u User) bool { return u.Root == (os.Getuid() == 0) && u.UID == os.Getuid() })
}

// The facts that every host can say are named once each, and are JSON.
func TestBuiltIn(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range append(BuiltIn(), Special()...) {
		if seen[f.Name] {
			t.Errorf("two facts are called %s", f.Name)
		}
		seen[f.Name] = true
	}
	got, err := OS().Described().JSON(debianRelease)
	if want := `{"id":"debian","version":"12","codename":"bookworm","name":"Debian GNU/Linux 12 (bookworm)"}`; err != nil || string(got) != want {
		t.Errorf("%s, %v", got, err)
	}
}

// Probes that need a command which is not there fail: that is not "none".
func TestProbesThatCannotLookFail(t *testing.T) {
	for _, probe := range []sh.Script{Units().Probe, Interfaces().Probe, DefaultRoutes().Probe, Account().Probe, OS().Probe, Memory().Probe} {
		if out, err := run([]string{"dash"}, "/nonexistent", probe); err == nil {
			t.Errorf("%q prints %q, and does not fail", probe, out)
		}
	}
}
