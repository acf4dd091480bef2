package mount

import (
	"os"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// apply has the task done for real, and returns what was planned. There must be
// nothing left to do then.
func apply(t *testing.T, h *taskstest.Host, m Mount) string {
	t.Helper()
	c, r := h.Apply(m)
	if err := r.Err(); err != nil {
		t.Fatalf("%s: %v\n%s", m, err, c.Script())
	}
	left, err := h.Plan(m)
	if err != nil || !left.Empty() {
		t.Fatalf("%s: left to do: %s%v\nprobe: %s", m, taskstest.Differences(left), err, h.Probe(m))
	}
	var fields []string
	for _, s := range c.Steps {
		fields = append(fields, s.Field)
	}
	return strings.Join(fields, " ")
}

// isolated is a host with mounts of its own, and an fstab below its root.
func isolated(t *testing.T, kind string) *taskstest.Host {
	h := taskstest.NewHost(t, kind, nil)
	h.Isolate("-m")
	for _, dir := range []string{"/etc", "/srv", "/proc"} {
		if err := os.Mkdir(h.Root+dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("/proc/self", h.Root+"/proc/self"); err != nil {
		t.Fatal(err)
	}
	return h
}

// What the real kernel and the real commands make of it.
func TestMountForReal(t *testing.T) {
	for _, kind := range taskstest.Kinds() {
		t.Run(kind, func(t *testing.T) {
			h := isolated(t, kind)
			scratch := Mount{Source: "tmpfs", Path: h.Root + "/my scratch", Type: "tmpfs", Options: []string{"size=1m", "noexec"}, root: h.Root}
			bind := Mount{Source: scratch.Path, Path: h.Root + "/srv", Options: []string{"bind", "ro"}, root: h.Root}
			plain := scratch
			plain.Options = nil
			larger := scratch
			larger.Options = []string{"size=2m", "noatime", "nofail", "x-systemd.automount"}
			writable := bind
			writable.Options = []string{"bind"}
			for _, step := range []struct {
				name, fields string
				task         Mount
			}{
				{"mount", "directory mounted content", scratch},
				{"bind", "mounted content", bind},
				{"other options", "options content", larger},
				{"write to a bind", "options content", writable},
				{"no options", "options content", plain},
				{"again", "", plain},
				{"unmount", "mounted", Mount{Path: bind.Path, State: Unmounted, root: h.Root}},
				{"remove a line", "content", Mount{Path: bind.Path, State: Absent, root: h.Root}},
				{"another type", "mounted", Mount{Source: "none", Path: scratch.Path, Type: "ramfs", State: Ephemeral, root: h.Root}},
				{"remove", "mounted content", Mount{Path: scratch.Path, State: Absent, root: h.Root}},
			} {
				if got := apply(t, h, step.task); got != step.fields {
					t.Errorf("%s: changed %q, want %q", step.name, got, step.fields)
				}
				if step.name == "bind" && h.Run(`: >"$ROOT/srv/x"`).Status == 0 {
					t.Error("a read-only bind mount can be written to")
				}
				if step.name == "other options" {
					got := h.Run(`grep -F 'my\040scratch' /proc/self/mountinfo`).Stdout
					if !strings.Contains(got, "size=2048k") || !strings.Contains(got, "noatime") || strings.Contains(got, "noexec") {
						t.Errorf("mounted as %q", got)
					}
				}
			}
			if fstab, err := os.ReadFile(h.Root + "/etc/fstab"); err != nil || len(fstab) > 0 {
				t.Errorf("the table is %q, %v", fstab, err)
			}
		})
	}
}

// What someone works in is not taken away.
func TestMountLeavesWhatIsBusy(t *testing.T) {
	h := isolated(t, "dash")
	scratch := Mount{Source: "tmpfs", Path: h.Root + "/srv", Type: "tmpfs", root: h.Root}
	apply(t, h, scratch)
	c, err := h.Plan(Mount{Path: scratch.Path, State: Absent, root: h.Root})
	if err != nil {
		t.Fatal(err)
	}
	r := h.Run(`: >"$ROOT/srv/open"; exec 3<"$ROOT/srv/open"; ` + c.Script())
	if r.Status == 0 || !strings.Contains(r.Stderr, "busy") {
		t.Errorf("exited with %d and %q", r.Status, r.Stderr)
	}
	if left, err := h.Plan(scratch); err != nil || !left.Empty() {
		t.Errorf("left: %s%v", taskstest.Differences(left), err)
	}
}
