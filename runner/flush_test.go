package runner_test

import (
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes"
)

// flushed is a stage that pays its handlers in the middle.
func flushed(l *lab, first, last string) *recipes.Stage {
	l.t.Helper()
	return l.stage("s", func(h *recipes.Host) {
		restart := h.Handler("restart", action{Name: "restart", Log: l.path("a", "log"), Unless: l.path("a", "broken")})
		h.DoThen(cell{Path: l.path("a", "first"), Want: first}, restart)
		h.Flush()
		h.Do(cell{Path: l.path("a", "seen"), Want: first, Needs: l.path("a", "log")})
		h.DoThen(cell{Path: l.path("a", "last"), Want: last}, restart)
	})
}

const early, end = "handler restart (flushed early)", "handler restart"

func TestFlushPaysWhatIsOwedByThen(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	l.write("a", "log", "")
	for _, c := range []struct {
		name        string
		first, last string
		want        string
		times       int
		trips       int
	}{
		{"both", "1", "1", "changed changed", 2, 2},
		{"none", "1", "1", "ok ok", 2, 1},
		{"only the first", "2", "1", "changed ok", 3, 2},
		{"only the last", "2", "2", "ok changed", 4, 2},
	} {
		before := l.tree()
		rec, _, err := l.run(true, flushed(l, c.first, c.last))
		foreseen := string(rec.find(early).Result + " " + rec.find(end).Result)
		if want := strings.ReplaceAll(c.want, "changed", "planned"); err != nil || foreseen != want || l.tree() != before {
			t.Errorf("%s: check: %v: %s, want %s", c.name, err, foreseen, want)
		}
		rec, sum, err := l.run(false, flushed(l, c.first, c.last))
		if got := string(rec.find(early).Result + " " + rec.find(end).Result); err != nil || got != c.want || sum.Hosts["a"].Trips != c.trips {
			t.Errorf("%s: %v: %s in %d trips, want %s in %d", c.name, err, got, sum.Hosts["a"].Trips, c.want, c.trips)
		}
		if got := strings.Count(l.read("a", "log"), "restart"); got != c.times {
			t.Errorf("%s: restarted %d times, want %d", c.name, got, c.times)
		}
	}
}

// What an earlier run left owed is paid by the flush, and only there.
func TestFlushPaysTheDebtOfAnEarlierRunOnce(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	l.write("a", "log", "")
	l.write("a", "broken", "")
	if rec, _, err := l.run(false, flushed(l, "1", "1")); err == nil || rec.find("cell last").Result == "changed" {
		t.Fatalf("%v %s", err, rec.results())
	}
	l.write("a", "last", "1\n")
	l.remove("a", "broken")
	for _, check := range []bool{true, false} {
		rec, _, err := l.run(check, flushed(l, "1", "1"))
		if e := rec.find(early); err != nil || e.Result == "ok" || rec.find(end).Result != "ok" {
			t.Errorf("check %v: %v: %s", check, err, rec.results())
		}
	}
	if got := l.read("a", "log"); got != "restart\n" {
		t.Errorf("log %q", got)
	}
}

// A stage may owe what an earlier one of the same run has paid: in check too.
func TestDebtPaidInOneStageIsNotOwedInTheNext(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	st := func(name, value string) *recipes.Stage {
		return l.stage(name, func(h *recipes.Host) {
			restart := h.Handler("restart", action{Name: "restart", Log: l.path("a", "log"), Unless: l.path("a", "broken")})
			h.DoThen(cell{Path: l.path("a", name), Want: value}, restart)
		})
	}
	l.write("a", "broken", "")
	if _, _, err := l.run(false, st("one", "1")); err == nil {
		t.Fatal("the handler was to fail")
	}
	l.remove("a", "broken")
	l.write("a", "two", "1\n")
	rec, _, err := l.run(true, st("one", "1"), st("two", "1"))
	if got := rec.results(); err != nil || strings.Count(got, "restart=planned") != 1 {
		t.Errorf("check: %v %s", err, got)
	}
	rec, _, err = l.run(false, st("one", "1"), st("two", "1"))
	if got := rec.results(); err != nil || strings.Count(got, "restart=changed") != 1 {
		t.Errorf("apply: %v %s", err, got)
	}
}

// Handlers that roll have their own time.
func TestFlushLeavesAloneWhatRolls(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	st := l.stage("s", func(h *recipes.Host) {
		restart := h.Handler("restart", action{Name: "restart", Log: l.path("a", "log")})
		h.DoThen(cell{Path: l.path("a", "x"), Want: "1"}, restart)
		h.Flush()
		h.Do(cell{Path: l.path("a", "y"), Want: "1"})
		restart.Rolling = &recipes.Rolling{Name: "c"}
	})
	rec, _, err := l.run(false, st)
	if got, want := rec.results(), "cell x=changed cell y=changed handler restart=changed"; err != nil || got != want {
		t.Errorf("%v %s", err, got)
	}
}
