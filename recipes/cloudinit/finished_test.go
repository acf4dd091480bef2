package cloudinit_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes/cloudinit"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

const (
	enabled  = "run/cloud-init/enabled"
	disabled = "run/cloud-init/disabled"
	status   = "run/cloud-init/status.json"
	result   = "run/cloud-init/result.json"
	instID   = "run/cloud-init/.instance-id"
	consumed = "var/lib/cloud/instance/sem/consume_data"
	power    = "var/lib/cloud/instance/sem/config_power_state_change"
	systemd  = "run/systemd/system/x"
	shutdown = "run/systemd/shutdown/scheduled"
)

// contents is what the files have that are read.
var contents = map[string]string{
	status: `{"v1": {"stage": "modules-final", "datasource": "x"}}`,
	result: `{"v1": {"datasource": "x", "errors": []}}` + "\n",
	instID: "node-0123\n",
}

// machine makes a machine with these files, each a minute newer than the one
// before.
func machine(files ...string) func(testing.TB, string) {
	return func(t testing.TB, root string) {
		if err := os.MkdirAll(filepath.Join(root, "it's"), 0o755); err != nil {
			t.Fatal(err)
		}
		at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
		for _, f := range append([]string{"proc/self/cmdline", "proc/1/cmdline"}, files...) {
			file := filepath.Join(root, "it's", f)
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			content := contents[f]
			if f == "proc/77/cmdline" {
				content = "/usr/bin/python3\x00/usr/bin/cloud-init\x00modules\x00--mode=final\x00"
			}
			if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
				t.Fatal(err)
			}
			at = at.Add(time.Minute)
			if err := os.Chtimes(file, at, at); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func finished(root string) tasks.Task {
	return cloudinit.Finished{Within: time.Minute}.At(root + "/it's")
}

// states is what machines have at some time, and what that time is.
var states = map[string][]string{
	"none":        {},
	"none ":       {disabled},
	"none  ":      {consumed}, // installed, and not there when the machine was booted
	"first boot":  {enabled},
	"first boot ": {instID, consumed, status, enabled}, // systemd was reloaded
	"later boot":  {consumed, power, enabled},
	"later boot ": {consumed, power, enabled, instID, status},
	"going down":  {enabled, instID, status, consumed, power, result, "proc/77/cmdline"},
	"going down ": {enabled, instID, status, consumed, power, result, systemd, shutdown},
	"finished":    {enabled, instID, status, consumed, power, result},
	"finished ":   {enabled, instID, status, consumed, power, result, systemd},
	"finished  ":  {consumed, power, enabled, instID, status, result, systemd, shutdown}, // somebody else's shutdown
}

const running = `echo running`

func TestFinishedTellsTheState(t *testing.T) {
	for want, files := range states {
		for _, kind := range taskstest.Kinds() {
			h := taskstest.NewHost(t, kind, map[string]string{"systemctl": running})
			machine(files...)(t, h.Root)
			if got, _, _ := strings.Cut(h.Probe(finished(h.Root)), "\n"); got != strings.TrimSpace(want) {
				t.Errorf("%s: %q tells %q", kind, want, got)
			}
		}
	}
}

func TestFinishedWhileTheSystemStops(t *testing.T) {
	for says, want := range map[string]string{"echo stopping; exit 1": "going down\n", "echo degraded; exit 1": "finished\n", "echo no bus >&2; exit 1": ""} {
		h := taskstest.NewHost(t, "dash", map[string]string{"systemctl": says})
		machine(states["finished "]...)(t, h.Root)
		r := h.Run(finished(h.Root).Probe())
		if !strings.HasPrefix(r.Stdout, want) || (want == "") != (r.Status != 0) {
			t.Errorf("%q: %+v", says, r)
		}
	}
}

func TestFinishedConforms(t *testing.T) {
	// The machine goes on when it is waited for.
	goesOn := map[string]string{
		"systemctl": running,
		"sleep":     `cd "$ROOT/it's" && rm -f proc/77/cmdline && echo node-0123 >run/cloud-init/.instance-id && echo '{"v1": {"errors": []}}' >run/cloud-init/result.json`,
	}
	taskstest.Conform(t,
		taskstest.Case{Name: "no cloud-init", Task: finished, Setup: machine(), InSync: true},
		taskstest.Case{Name: "done", Task: finished, Setup: machine(states["finished"]...), InSync: true},
		taskstest.Case{Name: "first boot", Task: finished, Setup: machine(states["first boot "]...), Commands: goesOn, MachineTools: true},
		taskstest.Case{Name: "later boot", Task: finished, Setup: machine(states["later boot "]...), Commands: goesOn, MachineTools: true},
		taskstest.Case{Name: "condition of the reboot is false", Task: finished, Setup: machine(states["going down"]...), Commands: goesOn, MachineTools: true},
	)
}

func TestFinishedWaitsNoLonger(t *testing.T) {
	h := taskstest.NewHost(t, "dash", map[string]string{"sleep": ":"})
	machine(states["first boot "]...)(t, h.Root)
	task := cloudinit.Finished{Within: 3 * time.Second}.At(h.Root + "/it's")
	change, err := h.Plan(task)
	if err != nil || change.Reboots != 3*time.Second || !change.Waits {
		t.Fatal(err, change)
	}
	if r := h.Run(change.Script()); r.Status != 1 || r.Stdout != "cloud-init: modules-final\n" ||
		r.Stderr != "cloud-init has not come to its end within 3 s; it is at: modules-final\n" {
		t.Errorf("%+v", r)
	}
}

func TestFinishedScripts(t *testing.T) {
	change, err := (cloudinit.Finished{}).Plan("later boot\n")
	if err != nil || change.Reboots != 0 || !change.Waits {
		t.Fatal(err, change)
	}
	taskstest.Golden(t, "finished-probe", cloudinit.Finished{}.Probe())
	taskstest.Golden(t, "finished-wait", change.Steps[0].Do)
	for _, bad := range []cloudinit.Finished{{Within: -1}, {Within: time.Millisecond}} {
		if bad.Validate() == nil {
			t.Errorf("%+v is accepted", bad)
		}
	}
}
