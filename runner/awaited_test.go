package runner_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// slow is a cell whose first probe does not come to its end.
type slow struct {
	cell
	mark string
}

func (s slow) Probe() sh.Script {
	mark := sh.Word(s.mark)
	return "if [ ! -e " + mark + " ]; then echo >" + mark + "; sleep 600; fi; " + s.cell.Probe()
}

func (m *machine) slow() slow {
	return slow{cell{Path: m.path("a", "x"), Want: "1"}, m.path("a", "mark")}
}

// probing is the event of a probe that takes long.
func probing(e report.Event) bool {
	return e.Kind == report.Progress && e.Task == "probing" && e.Line != ""
}

// A host that boots anew while it is only looked at is waited for as one that
// boots for the first time.
func TestLossIsAwaitedWhereHostsAre(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		wait    time.Duration
		results string
	}{
		"awaited":     {time.Hour, "cell x=changed"},
		"not awaited": {0, "cell x=skipped"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t)
			st := m.stage("s", func(h *recipes.Host) { h.Do(m.slow()) })
			if st.Unreachable = recipes.AwaitUnreachable(c.wait); c.wait == 0 {
				st.Unreachable = recipes.FailUnreachable()
			}
			rec, err := m.on(st, nil, once(probing, func() { m.boot("the-second", 20) }))
			if got := rec.results(); got != c.results || (err == nil) != (c.wait > 0) {
				t.Errorf("%v: %s", err, got)
			}
		})
	}
}

// The time for which a lost host is awaited ends, and the host is lost then
// rather than missing.
func TestAwaitingALossEnds(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	st := m.stage("s", func(h *recipes.Host) { h.Do(m.slow()) })
	st.Unreachable = recipes.AwaitUnreachable(300 * time.Millisecond)
	rec, err := m.on(st, nil, once(probing, func() { m.cut(1 << 30) }))
	var lost *runner.HostError
	if !errors.As(err, &lost) || !lost.Lost || rec.results() != "cell x=skipped" {
		t.Errorf("%v: %s", err, rec.results())
	}
}

// Waiting for hosts is no leave to do twice what may be done once only.
func TestRemedyIsNotRepeatedWhereHostsAreAwaited(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	begun := sh.Word(m.path("a", "begun"))
	st := m.stage("s", func(h *recipes.Host) {
		h.Do(cell{Path: m.path("a", "x"), Want: "1", Do: "echo x >>" + begun + "; echo half >&2; sleep 600"})
	})
	st.Unreachable = recipes.AwaitUnreachable(time.Hour)
	rec, err := m.on(st, nil, once(says("half"), func() { m.cut(5) }))
	var lost *runner.HostError
	if !errors.As(err, &lost) || !lost.Lost || rec.results() != "cell x=failed" || m.read("a", "begun") != "x\n" {
		t.Errorf("%v: %s, begun %q", err, rec.results(), m.read("a", "begun"))
	}
}

// A host that goes down may grant logins whose shells end before their first
// word.
func TestShellThatEndsBeforeItsFirstWordIsALoss(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	st := m.stage("s", func(h *recipes.Host) { h.Do(m.slow()) })
	rec, err := m.on(st, nil, once(probing, func() { m.mute(2); m.boot("the-second", 0) }))
	if got := rec.results(); err != nil || got != "cell x=changed" {
		t.Errorf("%v: %s", err, got)
	}
}

// A shell that ends before its first word on a host that never said one is
// another matter, unless the host is waited for.
func TestFirstShellThatEndsBeforeItsFirstWord(t *testing.T) {
	t.Parallel()
	for name, policy := range map[string]recipes.Unreachable{"awaited": recipes.AwaitUnreachable(time.Hour), "not awaited": {}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t)
			m.mute(2)
			st := m.stage("s", func(h *recipes.Host) { h.Do(cell{Path: m.path("a", "x"), Want: "1"}) })
			st.Unreachable = policy
			rec, err := m.on(st, nil, func(report.Event) {})
			want := "cell x=skipped"
			if policy.Said() {
				want = "cell x=changed"
			}
			if got := rec.results(); (err == nil) != policy.Said() || got != want {
				t.Errorf("%v: %s", err, got)
			}
		})
	}
}

// settling is a toy task: a host that comes to rest, and may boot meanwhile.
type settling struct {
	*machine
	Within time.Duration
}

func (settling) String() string { return "settled" }
func (s settling) Probe() sh.Script {
	return "if [ -e " + sh.Word(s.path("a", "settled")) + " ]; then echo settled; else echo busy; fi"
}
func (s settling) Plan(got string) (c tasks.Change, err error) {
	c.Differ("state", strings.TrimSpace(got), "settled", "echo waiting; until [ -e "+sh.Word(s.path("a", "settled"))+" ]; do sleep 0.05; done")
	c.Reboots, c.Waits = s.Within, true
	return c, nil
}

// Where a bastion boots, the hosts behind it are cut off and boot not at all:
// nobody waits for that. One that does boot afterwards is waited for.
func TestLossOfTheWayIsNoReboot(t *testing.T) {
	t.Parallel()
	for name, then := range map[string]func(m *machine){
		"no reboot comes": func(m *machine) { m.write("a", "settled", "") },
		"a reboot comes":  func(m *machine) { m.boot("the-second", 10); m.write("a", "settled", "") },
		"all was over":    nil,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t)
			st := m.stage("s", func(h *recipes.Host) {
				h.Do(settling{m, time.Hour}, cell{Path: m.path("a", "x"), Want: "1"})
			})
			waits := 0
			rec, err := m.on(st, nil, func(e report.Event) {
				if !says("waiting")(e) {
					return
				}
				switch waits++; {
				case waits > 1:
					then(m)
				default:
					if then == nil {
						m.write("a", "settled", "")
					}
					m.cut(5)
				}
			})
			if got := rec.results(); err != nil || got != "settled=changed cell x=changed" {
				t.Errorf("%v: %s", err, got)
			}
		})
	}
}

// Where no reboot may come, waiting goes on after a loss all the same.
func TestWaitGoesOnAfterALoss(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	st := m.stage("s", func(h *recipes.Host) { h.Do(settling{m, 0}) })
	st.Unreachable = recipes.AwaitUnreachable(time.Hour)
	cut := once(says("waiting"), func() { m.cut(5); m.write("a", "settled", "") })
	rec, err := m.on(st, nil, cut)
	if got := rec.results(); err != nil || got != "settled=changed" {
		t.Errorf("%v: %s", err, got)
	}
}

// A host that is cut off again and again is one that goes down, until its time
// is up.
func TestHostThatIsCutOffAgainAndAgainHasToBoot(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	st := m.stage("s", func(h *recipes.Host) { h.Do(settling{m, 10 * time.Second}) })
	waits := 0
	rec, err := m.on(st, nil, func(e report.Event) {
		if says("waiting")(e) {
			waits++
			m.cut(0)
		}
	})
	var failed *runner.RebootError
	if !errors.As(err, &failed) || failed.Outcome != runner.NeverDown || rec.results() != "settled=failed" || waits != 4 {
		t.Errorf("%v: %s after %d waits", err, rec.results(), waits)
	}
}

// A wait that ends in vain says what it waited for, and nothing of a reboot.
func TestWaitThatFailsIsNoReboot(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	st := m.stage("s", func(h *recipes.Host) { h.Do(refusedWait{settling{m, time.Hour}}) })
	_, err := m.on(st, nil, func(report.Event) {})
	var script *runner.ScriptError
	if errors.As(err, new(*runner.RebootError)) || !errors.As(err, &script) || !strings.Contains(err.Error(), "it is at: final") {
		t.Error(err)
	}
}

// refusedWait gives up.
type refusedWait struct{ settling }

func (r refusedWait) Plan(got string) (tasks.Change, error) {
	c, err := r.settling.Plan(got)
	c.Steps[0].Do = "echo it is at: final >&2; exit 1"
	return c, err
}
