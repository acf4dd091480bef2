package reboot_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/reboot"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// marked needs a reboot where there is a file.
func marked(root string) reboot.Host {
	return reboot.Host{Name: "kernel", When: "[ -e " + sh.Word(root+"/it's needed") + " ]", Within: time.Second}
}

func TestHostConforms(t *testing.T) {
	taskstest.Conform(t,
		taskstest.Case{Name: "not needed", Task: func(root string) tasks.Task { return marked(root) }, InSync: true},
		taskstest.Case{Name: "not needed by packages", Task: func(string) tasks.Task { return reboot.Host{} }, InSync: true},
	)
}

func TestHostPlans(t *testing.T) {
	taskstest.Plans(t, map[string]tasks.Task{"default": reboot.Host{}, "kernel": marked("/srv")})
}

func TestScripts(t *testing.T) {
	taskstest.Golden(t, "default-probe", reboot.Host{}.Probe())
	taskstest.Golden(t, "now-do", reboot.Now{}.Do())
	taskstest.Golden(t, "now-paid", reboot.Now{}.Paid())
}

func TestProbeSaysWhyAndWhetherItCouldLook(t *testing.T) {
	for _, kind := range taskstest.Kinds() {
		h := taskstest.NewHost(t, kind, nil)
		for when, want := range map[sh.Script]string{
			"echo 'a new kernel'": "yes\na new kernel\n",
			"echo unasked\nfalse": "no\n",
			"exit 0":              "yes\n\n",
		} {
			if got := h.Probe(reboot.Host{When: when}); got != want {
				t.Errorf("%s: %q prints %q, want %q", kind, when, got, want)
			}
		}
		for _, when := range []sh.Script{"exit 2", "nothing-of-that-name", "kill -9 $$"} {
			if r := h.Run(reboot.Host{When: when}.Probe()); r.Status == 0 {
				t.Errorf("%s: %q could not look and printed %q", kind, when, r.Stdout)
			}
		}
	}
}

// What follows the reboot in a script must not be done before the host is down.
func TestRemedyDoesNotEndWell(t *testing.T) {
	for name, c := range map[string]struct{ reboot, want string }{
		"nothing happens":            {":", "the host has not gone down within 1 s"},
		"it is refused":              {"echo access denied >&2; exit 1", "access denied"},
		"only the command is killed": {"( sleep 0.2; pkill -P $PPID sleep ) >/dev/null 2>&1 &", "has not gone down"},
	} {
		for _, kind := range taskstest.Kinds() {
			h := taskstest.NewHost(t, kind, map[string]string{"systemctl": c.reboot, "reboot": c.reboot})
			if err := os.WriteFile(filepath.Join(h.Root, "it's needed"), nil, 0o600); err != nil {
				t.Fatal(err)
			}
			change, err := h.Plan(marked(h.Root))
			if err != nil || change.Reboots != time.Second {
				t.Fatal(err, change)
			}
			if err := h.Run(sh.Lines(change.Script(), "echo went on")).Err(); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%s, %s: %v, want %q", name, kind, err, c.want)
			}
		}
	}
}

func TestPaidByAnotherBoot(t *testing.T) {
	now, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range taskstest.Kinds() {
		h := taskstest.NewHost(t, kind, nil)
		for boot, want := range map[string]int{strings.TrimSpace(string(now)): 1, "b1946ac9": 0} {
			if r := h.Run("owed_boot=" + sh.Word(boot) + " owed_at=-\n" + reboot.Now{}.Paid()); r.Status != want {
				t.Errorf("%s: owed since boot %s: status %d, want %d", kind, boot, r.Status, want)
			}
		}
	}
}

func TestValidate(t *testing.T) {
	for _, bad := range []reboot.Host{{Within: -1}, {Name: "a\nb"}} {
		if bad.Validate() == nil {
			t.Errorf("%+v is accepted", bad)
		}
	}
	if err := (reboot.Host{Name: "a b"}).Validate(); err != nil {
		t.Error(err)
	}
}
