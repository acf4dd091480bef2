package taskstest

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Host is a scratch host: a directory, a shell, and stand-ins for commands
// that this machine lacks or must not run.
type Host struct {
	Root  string // an empty directory; tasks under test keep to it
	Shell Shell
	t     testing.TB
}

// Kinds lists the kinds of host that [NewHost] makes and every task must work
// on.
func Kinds() []string { return []string{"dash", "busybox"} }

// NewHost makes a scratch host that ends with the test. Its kind is "dash",
// with this machine's tools, "busybox", whose shell and tools all come from
// busybox, or "ash", which is busybox's shell with this machine's tools.
//
// Each of commands is the body of a shell script that stands in for the command
// of its name; it finds the scratch directory in $ROOT and keeps whatever state
// it needs below that.
func NewHost(t testing.TB, kind string, commands map[string]string) *Host {
	t.Helper()
	h := &Host{Root: t.TempDir(), t: t}
	h.Shell = Shell{Argv: []string{"busybox", "sh"}, Env: []string{"ROOT=" + h.Root}}
	switch kind {
	case "dash":
		h.Shell.Argv = []string{"dash"}
	case "busybox":
		tools := t.TempDir()
		h.Shell.Path = []string{tools}
		if err := busyboxTools(tools); err != nil {
			t.Fatal(err)
		}
	case "ash":
	default:
		t.Fatalf("unknown kind of host %q", kind)
	}
	h.stand(commands)
	return h
}

func (h *Host) stand(commands map[string]string) {
	h.t.Helper()
	if len(commands) == 0 {
		return
	}
	dir := h.t.TempDir()
	for _, name := range slices.Sorted(maps.Keys(commands)) {
		body := "#!/bin/sh\n" + commands[name] + "\n"
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o755); err != nil {
			h.t.Fatal(err)
		}
	}
	h.Shell.Path = append([]string{dir}, h.Shell.Path...)
}

// Run runs the script, whatever its exit status.
func (h *Host) Run(s sh.Script) Result {
	h.t.Helper()
	r, err := h.Shell.Run(s)
	if err != nil {
		h.t.Fatal(err)
	}
	return r
}

// Probe returns what the task's probe prints; it must exit 0.
func (h *Host) Probe(task tasks.Task) string {
	h.t.Helper()
	r := h.Run(task.Probe())
	if err := r.Err(); err != nil {
		h.t.Fatalf("probe of %s %v\n%s", task, err, task.Probe())
	}
	return r.Stdout
}

// Plan probes the host and returns the task's plan.
func (h *Host) Plan(task tasks.Task) (tasks.Change, error) {
	h.t.Helper()
	return task.Plan(h.Probe(task))
}

// Apply probes, plans, which must succeed, and runs the remedies, whatever
// comes of them.
func (h *Host) Apply(task tasks.Task) (tasks.Change, Result) {
	h.t.Helper()
	c, err := h.Plan(task)
	if err != nil {
		h.t.Fatalf("plan of %s: %v", task, err)
	}
	return c, h.apply(c)
}

// apply runs the remedies, whatever comes of them.
func (h *Host) apply(c tasks.Change) Result {
	h.t.Helper()
	r, err := apply(h.Shell, c)
	if err != nil {
		h.t.Fatal(err)
	}
	return r
}
