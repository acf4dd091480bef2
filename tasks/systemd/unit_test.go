package systemd

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func units() map[string]tasks.Task {
	return map[string]tasks.Task{
		"running":  Running("corosync"),
		"off":      Off("haproxy"),
		"enabled":  Unit{Name: "corosync", Boot: Enabled},
		"masked":   Unit{Name: "haproxy", Mask: Masked, State: Stopped},
		"agent":    Unit{Name: "haproxy", State: Started, Agent: "ocf:heartbeat:haproxy"},
		"unmasked": Unit{Name: "haproxy", Mask: Unmasked, Boot: Enabled, State: Started},
	}
}

func TestPlans(t *testing.T) {
	all := units()
	all["unit-file"], all["unit-file-gone"] = backup, UnitFile{Name: backup.Name, Absent: true}
	all["drop-in"], all["drop-in-alone"] = limits, alone
	all["target"] = DefaultTarget("multi-user.target")
	current := Current{Unit: "haproxy", Files: []string{"/etc/haproxy/haproxy.cfg", "/etc/haproxy/it's"}}
	all["current"], all["reloaded"] = current, Current{Unit: "haproxy", Files: []string{"/etc/haproxy"}, Reload: true}
	taskstest.Plans(t, all)
	taskstest.Golden(t, "current-probe", current.Probe())
	taskstest.Golden(t, "unit-probe", Running("haproxy").Probe())
	taskstest.Golden(t, "unit-off-probe", Off("haproxy").Probe())
	taskstest.Golden(t, "unit-file-probe", backup.Probe())
	taskstest.Golden(t, "template-probe", UnitFile{Name: `a\x2db@.service`, Body: "x"}.Probe())
	taskstest.Golden(t, "drop-in-probe", alone.Probe())
	taskstest.Golden(t, "target-probe", DefaultTarget("").Probe())
}

// Every state of a unit file that systemctl(1) lists, as planned for a unit
// that is to be enabled and for one that is to be disabled.
func TestBootOfEveryUnitFileState(t *testing.T) {
	for state, want := range map[string]struct{ enable, disable string }{
		"enabled":         {"ok", "step"},
		"enabled-runtime": {"step", "step"},
		"linked":          {"step", "ok"},
		"linked-runtime":  {"step", "ok"},
		"disabled":        {"step", "ok"},
		"static":          {"no [Install] section", "ok"},
		"indirect":        {"only names other units", "ok"},
		"alias":           {"another name", "ok"},
		"generated":       {"generated from another file", "generated from another file"},
		"transient":       {"made at run time", "ok"},
		"bad":             {"cannot read", "cannot read"},
	} {
		for boot, want := range map[Boot]string{Enabled: want.enable, Disabled: want.disable} {
			c, err := Unit{Name: "x", Boot: boot}.Plan(shown("loaded", "inactive", "dead", state, "no"))
			got := "ok"
			switch {
			case err != nil:
				got = err.Error()
			case !c.Empty():
				got = "step"
			}
			if !strings.Contains(got, want) {
				t.Errorf("%s unit to be %s: %q, want %q", state, boot, got, want)
			}
		}
	}
}

func shown(load, active, sub, file, reload string) string {
	return "LoadState=" + load + "\nActiveState=" + active + "\nSubState=" + sub +
		"\nUnitFileState=" + file + "\nNeedDaemonReload=" + reload + "\n"
}

// systemctl keeps one property a file below $ROOT, as the real one would keep
// it in the manager.
const systemctl = `
verb=$1
for last; do :; done
set_to() { printf '%s' "$2" >"$ROOT/$1"; }
get() { cat "$ROOT/$1"; }
case $verb in
show) for p in LoadState ActiveState SubState UnitFileState NeedDaemonReload; do echo "$p=$(get $p)"; done ;;
list-unit-files) printf '%s\n' 'haproxy.service enabled enabled' 'y@.service static -' ;;
enable) set_to UnitFileState enabled ;;
disable) set_to UnitFileState disabled ;;
mask) set_to UnitFileState masked; set_to LoadState masked ;;
unmask) set_to UnitFileState disabled; set_to LoadState loaded ;;
daemon-reload) [ "$(get LoadState)" = masked ] || set_to NeedDaemonReload no ;;
reset-failed) set_to ActiveState inactive; set_to SubState dead ;;
start) case $(get LoadState)/$(get ActiveState) in loaded/failed|masked/*) echo "Job failed" >&2; exit 1 ;; esac
	set_to ActiveState active; set_to SubState running ;;
stop) set_to ActiveState inactive; set_to SubState dead ;;
*) echo "Unknown command verb $verb." >&2; exit 1 ;;
esac`

func state(load, active, sub, file, reload string) func(testing.TB, string) {
	return func(t testing.TB, root string) {
		for line := range strings.Lines(shown(load, active, sub, file, reload)) {
			name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
			if err := os.WriteFile(filepath.Join(root, name), []byte(value), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestUnitConforms(t *testing.T) {
	commands := map[string]string{"systemctl": systemctl, "journalctl": "echo the journal"}
	cases := []taskstest.Case{
		{Name: "new unit", Setup: state("loaded", "inactive", "dead", "disabled", "no"), Task: is(Running("x"))},
		{Name: "in sync", Setup: state("loaded", "active", "running", "enabled", "no"), Task: is(Running("x")), InSync: true},
		{Name: "reloading counts as running", Setup: state("loaded", "reloading", "reload", "enabled", "no"), Task: is(Running("x")), InSync: true},
		{Name: "failed too often", Setup: state("loaded", "failed", "failed", "enabled", "no"), Task: is(Running("x"))},
		{Name: "restarts for ever", Setup: state("loaded", "activating", "auto-restart", "enabled", "no"), Task: is(Running("x"))},
		{Name: "changed on disk", Setup: state("loaded", "active", "running", "enabled", "yes"), Task: is(Running("x"))},
		{Name: "running but to be off", Setup: state("loaded", "active", "running", "enabled", "no"), Task: is(Off("x"))},
		{Name: "failed counts as stopped", Setup: state("loaded", "failed", "failed", "disabled", "no"), Task: is(Off("x")), InSync: true},
		{Name: "off and not there", Setup: state("not-found", "inactive", "dead", "", "no"), Task: is(Off("x")), InSync: true},
		{Name: "gone but still running", Setup: state("not-found", "active", "running", "", "no"), Task: is(Off("x"))},
		{Name: "masked, with drop-ins", Setup: state("masked", "inactive", "dead", "masked", "yes"), Task: is(Unit{Name: "x", Mask: Masked, State: Stopped}), InSync: true},
		{Name: "masked before it is there", Setup: state("not-found", "inactive", "dead", "", "no"), Task: is(Unit{Name: "x", Mask: Masked})},
		{Name: "unmasked and started", Setup: state("masked", "inactive", "dead", "masked", "no"), Task: is(Unit{Name: "x", Mask: Unmasked, Boot: Enabled, State: Started})},
		{Name: "unmasked and off", Setup: state("masked", "inactive", "dead", "masked-runtime", "no"), Task: is(Unit{Name: "x", Mask: Unmasked, Boot: Disabled})},
		{Name: "not installed", Setup: state("not-found", "inactive", "dead", "", "no"), Task: is(Running("x")), Refused: "is not installed"},
		{Name: "masked", Setup: state("masked", "inactive", "dead", "masked", "no"), Task: is(Running("x")), Refused: "is masked"},
		{Name: "broken", Setup: state("bad-setting", "inactive", "dead", "enabled", "no"), Task: is(Running("x")), Refused: "cannot be loaded (bad-setting)"},
	}
	for i := range cases {
		cases[i].Commands, cases[i].MachineTools = commands, true
	}
	taskstest.Conform(t, cases...)
}

func is(u Unit) func(string) tasks.Task { return func(string) tasks.Task { return u } }

// Where systemd does not run, the probe must not pass for an answer.
func TestProbeFailsWithoutSystemd(t *testing.T) {
	h := taskstest.NewHost(t, "dash", map[string]string{
		"systemctl": `echo "System has not been booted with systemd as init system (PID 1)." >&2; exit 1`,
	})
	if r := h.Run(Running("x").Probe()); r.Status != 1 || r.Stdout != "" {
		t.Errorf("probe exited with %d and printed %q", r.Status, r.Stdout)
	}
}

func TestFailedStartShowsTheJournal(t *testing.T) {
	h := taskstest.NewHost(t, "dash", map[string]string{
		"systemctl":  `case $1 in show) echo Result=exit-code ;; *) exit 5 ;; esac`,
		"journalctl": `echo "parse error in config"`,
	})
	c, err := Running("x").Plan(shown("loaded", "inactive", "dead", "enabled", "no"))
	if err != nil {
		t.Fatal(err)
	}
	r := h.Run(c.Script())
	if r.Status != 5 || !strings.Contains(r.Stderr, "Result=exit-code") || !strings.Contains(r.Stderr, "parse error in config") {
		t.Errorf("start exited with %d and printed %q", r.Status, r.Stderr)
	}
}

func TestUnitValidate(t *testing.T) {
	for want, u := range map[string]Unit{
		"not the name of a unit":      {Name: "", Boot: Enabled},
		`"-x" is not the name`:        {Name: "-x", Boot: Enabled},
		`"a*" is not the name`:        {Name: "a*", Boot: Enabled},
		`mask is "yes"`:               {Name: "x", Mask: "yes"},
		`boot is "yes"`:               {Name: "x", Boot: "yes"},
		`state is "restarted"`:        {Name: "x", State: "restarted"},
		"neither started nor enabled": {Name: "x", Mask: Masked, State: Started},
		"nothing is wanted":           {Name: "x"},
		"is a template":               {Name: "x@", State: Started},
		"x@.service is a template":    {Name: "x@.service", State: Started},
		`agent "haproxy" is not of`:   {Name: "x", State: Started, Agent: "haproxy"},
	} {
		if err := u.Validate(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Validate of %+v is %v, want %q", u, err, want)
		}
	}
	for _, task := range units() {
		if err := task.(Unit).Validate(); err != nil {
			t.Error(err)
		}
	}
}
