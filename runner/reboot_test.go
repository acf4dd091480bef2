package runner_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/transport"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// bootedInto is a toy task: the host runs the boot of that name.
type bootedInto struct {
	*machine
	Boot   string
	Within time.Duration
}

func (bootedInto) String() string   { return "boot" }
func (bootedInto) Probe() sh.Script { return "cat /proc/sys/kernel/random/boot_id" }
func (b bootedInto) Plan(got string) (c tasks.Change, err error) {
	c.Differ("boot", strings.TrimSpace(got), b.Boot, b.Do())
	if len(c.Steps) > 0 {
		c.Reboots = b.Within
	}
	return c, nil
}

// As an action it reboots whatever the boot is.
func (bootedInto) Do() sh.Script            { return "echo going down; sleep 600; exit 1" }
func (b bootedInto) Reboots() time.Duration { return b.Within }
func (b bootedInto) Paid() sh.Script {
	return "read -r boot </proc/sys/kernel/random/boot_id || exit 2; [ \"$boot\" != \"$owed_boot\" ]"
}

func goingDown(do func()) func(report.Event) { return once(says("going down"), do) }

// A host that answers is not one that has been rebooted: what counts is another
// boot id on a fresh connection, whatever is in the way until then.
func TestComplaint20RebootReturnsTooEarly(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.refusal = errors.New("ssh: unable to authenticate: System is booting up. See pam_nologin(8)")
	var said []string
	st := m.stage("s", func(h *recipes.Host) {
		h.Do(cell{Path: m.path("a", "before"), Want: "1"})
		h.Do(bootedInto{m, "the-second", 5 * time.Minute})
		h.Do(cell{Path: m.path("a", "after"), Want: "1"})
	})
	down := goingDown(func() { m.cut(0) }) // the connection goes before the system does
	boot := once(func(report.Event) bool { return len(said) > 0 }, func() { m.boot("the-second", 1) })
	rec, err := m.on(st, nil, func(e report.Event) {
		down(e)
		if strings.HasPrefix(e.Line, "rebooting for ") {
			said = append(said, e.Line[strings.Index(e.Line, ": ")+2:])
		}
		boot(e)
	})
	if got := rec.results(); err != nil || got != "cell before=changed boot=changed cell after=changed" {
		t.Errorf("%v: %s", err, got)
	}
	if e := rec.find("boot"); len(e.Steps) != 1 || e.Steps[0].Was != "the-first" || e.Steps[0].Want != "the-second" {
		t.Errorf("%+v", e)
	}
	if all := strings.Join(said, "|"); !strings.HasPrefix(all, "it is still up|") || !strings.Contains(all, "pam_nologin") {
		t.Errorf("said %q", said)
	}
}

// A reboot ends, one way or another, when its time is up.
func TestComplaint20RebootNeverReturns(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		down    func(m *machine)
		outcome runner.RebootOutcome
		within  time.Duration
	}{
		"never down":   {func(m *machine) { m.cut(0) }, runner.NeverDown, 2 * time.Second},
		"never back":   {func(m *machine) { m.boot("the-second", 1000) }, runner.NeverBack, 2 * time.Second},
		"the same":     {func(m *machine) { m.boot("the-first", 1) }, runner.SameBoot, 10 * time.Second}, // it must be found to be back, under any load
		"another host": {func(m *machine) { m.refusal = &transport.HostKeyError{Host: "a", Line: 1}; m.cut(1000) }, runner.OtherHost, 2 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t)
			st := m.stage("s", func(h *recipes.Host) {
				h.Do(bootedInto{m, "the-second", c.within}, cell{Path: m.path("a", "after"), Want: "1"})
			})
			began := time.Now()
			rec, err := m.on(st, nil, goingDown(func() { c.down(m) }))
			var failed *runner.RebootError
			if !errors.As(err, &failed) || failed.Outcome != c.outcome || rec.results() != "boot=failed cell after=skipped" {
				t.Errorf("%v: %s, want %q", err, rec.results(), c.outcome)
			}
			if runner.Hint(err) == "" || time.Since(began) > time.Minute {
				t.Errorf("hint %q after %s", runner.Hint(err), time.Since(began))
			}
		})
	}
}

func TestRebootThatIsRefusedHasNotHappened(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	st := m.stage("s", func(h *recipes.Host) { h.Do(refusedBoot{bootedInto{m, "the-second", time.Minute}}) })
	_, err := m.on(st, nil, func(report.Event) {})
	var failed *runner.RebootError
	if !errors.As(err, &failed) || failed.Outcome != runner.NeverDown || !strings.Contains(err.Error(), "access denied") {
		t.Error(err)
	}
}

// refusedBoot cannot reboot.
type refusedBoot struct{ bootedInto }

func (r refusedBoot) Plan(got string) (tasks.Change, error) {
	c, err := r.bootedInto.Plan(got)
	c.Steps[0].Do = "echo access denied >&2; exit 1"
	return c, err
}

// A host that needs another reboot after one is not rebooted for ever.
func TestRebootWithoutEffectIsDrift(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	st := m.stage("s", func(h *recipes.Host) { h.Do(bootedInto{m, "the-third", 5 * time.Minute}) })
	_, err := m.on(st, nil, goingDown(func() { m.boot("the-second", 0) }))
	var drift *runner.DriftError
	if !errors.As(err, &drift) || drift.Left.Steps[0].Was != "the-second" {
		t.Error(err)
	}
}

func TestRebootIsOnlyPlannedInCheck(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	st := m.stage("s", func(h *recipes.Host) {
		boot := h.Handler("reboot", bootedInto{machine: m, Within: time.Minute})
		h.DoThen(cell{Path: m.path("a", "x"), Want: "1"}, boot)
		h.Do(bootedInto{m, "the-second", time.Minute})
	})
	rec, err := m.on(st, func(r *runner.Runner) { r.Check = true }, goingDown(func() { t.Error("it goes down") }))
	if got := rec.results(); err != nil || got != "cell x=planned boot=planned handler reboot=planned" {
		t.Errorf("%v: %s", err, got)
	}
}

// A reboot that is owed is owed until the host has gone down; other debts stay
// owed, unless a boot is what pays them.
func TestRebootByAHandlerPaysNoOtherDebt(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	log := m.path("a", "log")
	stage := func() *recipes.Stage {
		return m.stage("s", func(h *recipes.Host) {
			boot := h.Handler("reboot", bootedInto{machine: m, Within: 5 * time.Minute})
			tell := h.Handler("tell", action{Name: "told", Log: log})
			unit := h.Handler("restart", action{Name: "restarted", Log: log, Since: bootedInto{}.Paid()})
			h.DoThen(cell{Path: m.path("a", "x"), Want: "1"}, boot, tell, unit)
		})
	}
	rec, err := m.on(stage(), nil, goingDown(func() {
		if !strings.Contains(m.read("a", "../state-a/owed/to-reboot"), "the-first") {
			t.Error("nothing is owed while the host goes down")
		}
		m.boot("the-second", 1)
	}))
	if got := rec.results(); err != nil || got != "cell x=changed handler reboot=changed handler tell=changed handler restart=changed" {
		t.Errorf("%v: %s", err, got)
	}
	if e := rec.find("handler reboot"); len(e.Steps) != 1 || e.Steps[0].Was != "owed" {
		t.Errorf("the reboot is told as %+v", e.Steps)
	}
	if e := rec.find("handler restart"); len(e.Steps) != 1 || e.Steps[0].Was != "paid since by itself" {
		t.Errorf("the restart is told as %+v", e.Steps)
	}
	if got := m.read("a", "log"); got != "told\n" {
		t.Errorf("done: %q", got)
	}
	rec, err = m.on(stage(), nil, goingDown(func() { t.Error("it goes down again") }))
	if got := rec.results(); err != nil || strings.Contains(got, "changed") {
		t.Errorf("the next run: %v: %s", err, got)
	}
}
