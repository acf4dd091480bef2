package labtest

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/inventory"
)

// Lab is the machines of an example, made by the command hrun as people run it.
// They have a name, a port and a directory of their own, so that labs of other
// tests and of people are not met.
type Lab struct {
	Name      string // of the lab
	Dir       string // where the inventory, its secrets and the command are
	Inventory string // path; a test may change the file between two runs
	Port      string // of this machine, that leads to the machine busybox

	command string
}

// New writes the inventory, which is that of the example with further edits
// made in it, each an old and a new text, and makes the machines, which are
// removed when the test ends, and before if a test that was killed has left
// any. They stay where the variable HRUN_KEEP_LAB is set.
func New(t testing.TB, example, name, port string, edits ...string) *Lab {
	t.Helper()
	text, err := os.ReadFile(example)
	if err != nil {
		t.Fatal(err)
	}
	l := &Lab{Name: name, Dir: t.TempDir(), Port: port}
	if os.Getenv("HRUN_KEEP_LAB") != "" {
		if l.Dir, err = os.MkdirTemp("", "hrun-lab-"); err != nil {
			t.Fatal(err)
		}
		t.Logf("the lab is left in %s", l.Dir)
	}
	l.Inventory, l.command = l.Beside("lab.yaml"), l.Beside("hrun")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-buildvcs=false", "-o", l.command, "github.com/hrun-dev/hrun/cmd/hrun").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	l.write(t, string(text), l.own())
	l.Edit(t, edits...)
	l.Apply(t, "vm/down", "--yes")
	t.Cleanup(func() {
		if os.Getenv("HRUN_KEEP_LAB") == "" {
			l.Apply(t, "vm/down", "--yes")
		}
	})
	l.Apply(t, "vm")
	return l
}

// own is what tells the lab from that of the example.
func (l *Lab) own() []string {
	return []string{
		"lab: hapx", "lab: " + l.Name, "lab: vrrp", "lab: " + l.Name, "22022", l.Port, "22023", l.Port,
		// So as not to wait for other labs, whose runs hold the lock of this machine.
		"ansible_connection: local", "ansible_connection: local\n          hrun_state: " + l.Beside("state"),
	}
}

// Edit changes the inventory by pairs of an old and a new text, which must all
// be found.
func (l *Lab) Edit(t testing.TB, edits ...string) {
	t.Helper()
	text, err := os.ReadFile(l.Inventory)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(edits); i += 2 {
		if !strings.Contains(string(text), edits[i]) {
			t.Fatalf("the inventory has no %q", edits[i])
		}
	}
	l.write(t, string(text), edits)
}

func (l *Lab) write(t testing.TB, text string, edits []string) {
	t.Helper()
	for i := 0; i < len(edits); i += 2 {
		text = strings.ReplaceAll(text, edits[i], edits[i+1])
	}
	if err := os.WriteFile(l.Inventory, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Beside returns the path of a file in the directory of the inventory.
func (l *Lab) Beside(name string) string { return filepath.Join(l.Dir, name) }

// Host returns a host of the inventory as it is now.
func (l *Lab) Host(t testing.TB, name string) inventory.Host {
	t.Helper()
	inv, err := inventory.Load(l.Inventory)
	if err != nil {
		t.Fatal(err)
	}
	h, ok := inv.Host(name)
	if !ok {
		t.Fatalf("the inventory has no host %s", name)
	}
	return h
}

// Command returns the command hrun with arguments and the lab's inventory, not
// started, for tests that interrupt it.
func (l *Lab) Command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, l.command, append(args, "-i", l.Inventory)...)
	cmd.Dir = l.Dir
	return cmd
}

// Run runs the command, and returns what it printed and its exit code.
func (l *Lab) Run(t testing.TB, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	// The context of a test has ended when its lab is removed.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 6*time.Minute)
	defer cancel()
	began := time.Now()
	cmd := l.Command(ctx, args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil && !errors.As(err, new(*exec.ExitError)) {
		t.Fatal(err)
	}
	code = cmd.ProcessState.ExitCode()
	t.Logf("hrun %s: exit %d after %v", strings.Join(args, " "), code, time.Since(began).Round(time.Millisecond))
	return out.String(), errs.String(), code
}

// Apply applies recipes with further arguments, which must succeed, and returns
// what was printed.
func (l *Lab) Apply(t testing.TB, args ...string) string {
	t.Helper()
	out, errs, code := l.Run(t, append([]string{"apply"}, args...)...)
	if code != 0 {
		t.Fatalf("apply %s: exit %d\n%s%s", strings.Join(args, " "), code, out, errs)
	}
	return out + errs
}
