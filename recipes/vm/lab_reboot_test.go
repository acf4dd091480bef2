//go:build lab

package vm_test

import (
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/reboot"
)

// apply carries roles out on the machine, over SSH and as root, and returns
// what became of each task.
func (b *bench) apply(t *testing.T, role recipes.RoleFunc) string {
	t.Helper()
	in, _ := b.inventory.Host(node)
	in.Connection.Become.Enabled = true
	play := &recipes.Play{Inventory: b.inventory}
	stage := play.Stage("s", []inventory.Host{in}, role)
	var results []string
	started := time.Now()
	r := runner.Runner{Dialer: b.dialer(), Reporter: report.Func(func(e report.Event) {
		switch e.Kind {
		case report.Task:
			results = append(results, e.Task+"="+string(e.Result))
			t.Logf("%6.2fs %s: %s %v %s", time.Since(started).Seconds(), e.Task, e.Result, e.Err, e.Stderr)
		case report.Progress:
			t.Logf("%6.2fs %s: %s", time.Since(started).Seconds(), e.Task, e.Line)
		}
	})}
	if _, err := r.Run(t.Context(), []*recipes.Stage{stage}); err != nil {
		t.Error(err)
	}
	return strings.Join(results, ", ")
}

// A machine is booted anew by a task and by a handler, and the run goes on.
func TestLabRebootByTheRunner(t *testing.T) {
	b := newBench(t, "vmboots", 22841)
	b.up(t)
	boot := func() string { return b.must(t, "cat /proc/sys/kernel/random/boot_id") }
	first := boot()
	needed := file.Content{Path: "/run/reboot-required", Body: "*** System restart required ***\n"} // gone after a boot
	got := b.apply(t, func(h *recipes.Host) error {
		h.Do(needed, reboot.Host{Within: 3 * time.Minute}, file.Content{Path: "/root/after", Body: "x"})
		return nil
	})
	if want := "file /run/reboot-required=changed, reboot=changed, file /root/after=changed"; got != want {
		t.Errorf("the task: %s", got)
	}
	second := boot()
	if second == first {
		t.Error("it was not booted")
	}
	role := func(h *recipes.Host) error {
		done := h.Handler("boot", reboot.Now{Within: 3 * time.Minute})
		h.DoThen(file.Content{Path: "/etc/sysctl.d/90-lab.conf", Body: "# nothing\n"}, done)
		h.Do(reboot.Host{})
		return nil
	}
	if got := b.apply(t, role); got != "file /etc/sysctl.d/90-lab.conf=changed, reboot=ok, handler boot=changed" {
		t.Errorf("the handler: %s", got)
	}
	third := boot()
	if third == second {
		t.Error("it was not booted by the handler")
	}
	if got := b.apply(t, role); strings.Contains(got, "changed") || boot() != third {
		t.Errorf("the next run: %s", got)
	}
}
