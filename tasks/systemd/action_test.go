package systemd

import (
	"os"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestActionsGolden(t *testing.T) {
	for name, a := range map[string]tasks.Action{
		"restart": Restart("corosync"), "reload": Reload("ssh"), "daemon-reload": DaemonReload{},
	} {
		taskstest.Golden(t, name+"-do", a.Do())
		taskstest.Golden(t, name+"-paid", a.Paid())
	}
}

// The debt is written 100.00 s after the boot.
func TestPaid(t *testing.T) {
	id, err := os.ReadFile("/proc/sys/kernel/random/boot_id")
	if err != nil {
		t.Fatal(err)
	}
	boot := strings.TrimSpace(string(id))
	for name, c := range map[string]struct {
		boot, at, state, began string
		restart, reload        int
	}{
		"started before":             {boot, "10000", "active", "99000000", 1, 1},
		"started in the same moment": {boot, "10000", "active", "100019999", 1, 1},
		"started since":              {boot, "10000", "active", "100020000", 0, 0},
		"long up, past 32 bits":      {boot, "3000000000", "active", "30000000020000", 0, 0},
		"change still under way":     {boot, "-", "active", "999000000", 1, 1},
		"booted since, active":       {"another", "10000", "active", "5000000", 0, 0},
		"booted since, change cut":   {"another", "-", "active", "5000000", 0, 0},
		"booted since, not active":   {"another", "10000", "inactive", "0", 1, 0},
		"reloading, started since":   {boot, "10000", "reloading", "100020000", 0, 0},
		"never started":              {boot, "10000", "inactive", "0", 1, 0},
		"failed":                     {boot, "10000", "failed", "200000000", 1, 0},
		"on its way up":              {boot, "10000", "activating", "200000000", 1, 1},
		"on its way up after a boot": {"another", "10000", "activating", "200000000", 1, 1},
		"no answer about the time":   {boot, "10000", "active", "", 2, 2},
		"no answer about the state":  {boot, "10000", "", "200000000", 2, 2},
		"on its way down":            {boot, "10000", "deactivating", "200000000", 1, 1},
	} {
		for _, kind := range taskstest.Kinds() {
			h := taskstest.NewHost(t, kind, map[string]string{
				"systemctl": "echo ActiveState=" + c.state + "\necho InactiveExitTimestampMonotonic=" + c.began,
			})
			owed := "owed_boot=" + sh.Word(c.boot) + " owed_at=" + sh.Word(c.at) + "\n"
			if r := h.Run(owed + Restart("x").Paid()); r.Status != c.restart {
				t.Errorf("%s: restart is %d, want %d: %s", name, r.Status, c.restart, r.Stderr)
			}
			if r := h.Run(owed + Reload("x").Paid()); r.Status != c.reload {
				t.Errorf("%s: reload is %d, want %d: %s", name, r.Status, c.reload, r.Stderr)
			}
		}
	}
}

// An unreachable manager must not pass for "not paid", let alone for "paid".
func TestPaidCouldNotLook(t *testing.T) {
	h := taskstest.NewHost(t, "dash", map[string]string{"systemctl": "exit 1"})
	for _, a := range []tasks.Action{Restart("x"), Reload("x")} {
		if r := h.Run("owed_boot=b owed_at=1\n" + a.Paid()); r.Status != 2 {
			t.Errorf("%T exited with %d, want 2", a, r.Status)
		}
	}
}

func TestRestartReadsChangedUnitFilesFirst(t *testing.T) {
	for stale, want := range map[string]string{
		"yes": "daemon-reload\nrestart x\n",
		"no":  "restart x\n",
	} {
		h := taskstest.NewHost(t, "dash", map[string]string{
			"systemctl": `case $* in *NeedDaemonReload*) echo ` + stale + ` ;; show*) ;; *) echo "$@" ;; esac`,
		})
		if r := h.Run(Restart("x").Do()); r.Stdout != want || r.Status != 0 {
			t.Errorf("NeedDaemonReload=%s: did %q, want %q", stale, r.Stdout, want)
		}
	}
}

// pacemaker requires corosync: its job ends a little later.
func TestRestartWaitsForWhatIsRestartedAlong(t *testing.T) {
	h := taskstest.NewHost(t, "dash", map[string]string{"systemctl": `case $* in
*RequiredBy*) echo pacemaker.service ;;
*Job*pacemaker.service) echo looked >>"$ROOT/looks"; [ "$(wc -l <"$ROOT/looks")" -ge 3 ] || echo 12 ;;
esac`})
	if r := h.Run(Restart("corosync").Do() + "\nwc -l <\"$ROOT/looks\""); r.Status != 0 || strings.TrimSpace(r.Stdout) != "3" {
		t.Errorf("status %d, looked %s times %s", r.Status, r.Stdout, r.Stderr)
	}
}
