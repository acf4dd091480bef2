package runner_test

import (
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/sh"
)

func TestHandlersRunOnceInDeclaredOrderAndAreNeverForgotten(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	st := func() *recipes.Stage {
		return l.stage("s", func(h *recipes.Host) {
			log := l.path("a", "log")
			second := h.Handler("second thing", action{Name: "second", Log: log})
			first := h.Handler("first thing", action{Name: "first", Log: log, Unless: l.path("a", "broken")})
			h.DoThen(cell{Path: l.path("a", "x"), Want: "1"}, first, second)
			h.DoThen(cell{Path: l.path("a", "y"), Want: "1"}, first)
		})
	}
	rec, _, err := l.run(true, st())
	if got := rec.results(); err != nil || got != "cell x=planned cell y=planned handler second thing=planned handler first thing=planned" {
		t.Fatalf("check: %v %s", err, got)
	}
	l.write("a", "broken", "")
	if _, _, err = l.run(false, st()); err == nil || !strings.Contains(err.Error(), "handler first thing") {
		t.Fatalf("a handler that fails: %v", err)
	}
	l.remove("a", "broken")
	rec, _, err = l.run(false, st())
	if got := rec.results(); err != nil || got != "cell x=ok cell y=ok handler second thing=ok handler first thing=changed" {
		t.Fatalf("the next run: %v %s", err, got)
	}
	rec, sum, err := l.run(false, st())
	if got := rec.results(); err != nil || strings.Contains(got, "changed") || sum.Hosts["a"].Trips != 1 {
		t.Fatalf("the run after: %v %s", err, got)
	}
	if got := l.read("a", "log"); got != "second\nfirst\n" {
		t.Errorf("ran %q", got)
	}
}

func TestDebtThatWasPaidByItselfIsOnlyForgotten(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	started := l.path("a", "started")
	since := sh.Script("[ -e " + sh.Quote(started) + " ] && [ \"$owed_at\" != - ] && [ -n \"$owed_boot\" ]")
	rec, _, err := l.run(false, l.stage("s", func(h *recipes.Host) {
		restart := h.Handler("restart", action{Name: "restart", Log: l.path("a", "log"), Since: since})
		h.DoThen(cell{Path: l.path("a", "conf"), Want: "1"}, restart)
		h.Do(cell{Path: started, Want: "now"})
	}))
	if got := rec.results(); err != nil || got != "cell conf=changed cell started=changed handler restart=changed" {
		t.Fatalf("%v %s", err, got)
	}
	if e := rec.find("handler restart"); e.Steps[0].Was != "paid since by itself" {
		t.Errorf("steps %+v", e.Steps)
	}
	if got := l.read("a", "log"); !strings.Contains(got, "no such file") {
		t.Errorf("restarted all the same: %q", got)
	}
}

func TestRollingHandlersTakeTurnsByRank(t *testing.T) {
	t.Parallel()
	l := newLab(t, "active", "passive", "new1", "new2")
	order := l.path("active", "order")
	l.write("active", "rank", "1")
	l.write("passive", "rank", "0")
	l.write("new1", "rank", "free")
	l.write("new2", "rank", "free")
	st := func(value string) *recipes.Stage {
		return l.stage("s", func(h *recipes.Host) {
			hd := h.Handler("restart", action{Name: h.Name, Log: order})
			hd.Rolling = &recipes.Rolling{
				Name: "cluster",
				Rank: "cat " + sh.Word(l.path(h.Name, "rank")),
				Gate: gate(l.path(h.Name, "healthy"), h.Name, order),
			}
			h.DoThen(cell{Path: l.path(h.Name, "conf"), Want: value}, hd)
		})
	}
	rec, _, err := l.run(true, st("1"))
	if want := "cell conf=planned handler restart=planned"; err != nil || strings.Count(rec.results(), "handler restart=planned") != 4 {
		t.Fatalf("check: %v %s, want %s for each host", err, rec.results(), want)
	}
	if _, _, err := l.run(false, st("1")); err != nil {
		t.Fatal(err)
	}
	lines := strings.Fields(l.read("active", "order"))
	if len(lines) != 6 || strings.Join(lines[2:], " ") != "passive gate-passive active gate-active" {
		t.Errorf("order %v", lines)
	}

	// A gate that fails stops the rolling; the others keep their debt.
	l.remove("active", "order")
	l.remove("passive", "healthy")
	l.write("passive", "sick", "")
	_, _, err = l.run(false, st("2"))
	if err == nil || strings.TrimSpace(strings.ReplaceAll(l.read("active", "order"), "new", "")) == "" {
		t.Fatal(err)
	}
	if got := l.read("active", "order"); strings.Contains(got, "active") {
		t.Errorf("the active node went on: %q", got)
	}
	l.remove("passive", "sick")
	rec, _, err = l.run(false, st("2"))
	if err != nil || !strings.Contains(l.read("active", "order"), "active") {
		t.Errorf("the debt was lost: %v %s", err, rec.results())
	}
}
