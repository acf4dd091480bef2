package runner_test

import (
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/transport/local"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// pair is a passive and an active host that must restart for a new value.
func pair(l *lab, value string, adjust func(name string, a *action, r *recipes.Rolling)) *recipes.Stage {
	l.t.Helper()
	return l.stage("s", func(h *recipes.Host) {
		a := action{Name: h.Name, Log: l.path("active", "order")}
		r := &recipes.Rolling{Name: "c", Rank: "echo 0"}
		if h.Name == "active" {
			r.Rank = "echo 1"
		}
		adjust(h.Name, &a, r)
		hd := h.Handler("restart", a)
		hd.Rolling = r
		h.DoThen(cell{Path: l.path(h.Name, "conf"), Want: value}, hd)
	})
}

// A gate that was not passed is not forgotten: the next run takes it up before
// the active host may go.
func TestGateIsOwedUntilItIsPassed(t *testing.T) {
	t.Parallel()
	l := newLab(t, "passive", "active")
	l.write("passive", "sick", "")
	gated := func(name string, _ *action, r *recipes.Rolling) {
		r.Gate = gate(l.path(name, "healthy"), name, l.path("active", "order"))
	}
	for run, want := range []string{"passive\n", "passive\n"} {
		if _, _, err := l.run(false, pair(l, "1", gated)); err == nil {
			t.Fatalf("run %d: a gate that fails: no error", run)
		}
		if got := l.read("active", "order"); got != want {
			t.Fatalf("run %d: order %q, want %q", run, got, want)
		}
	}
	l.remove("passive", "sick")
	rec, _, err := l.run(false, pair(l, "1", gated))
	if got, want := l.read("active", "order"), "passive\ngate-passive\nactive\ngate-active\n"; err != nil || got != want {
		t.Errorf("%v: order %q, want %q: %s", err, got, want, rec.results())
	}
	if rec, sum, err := l.run(false, pair(l, "1", gated)); err != nil || sum.Hosts["active"].Changed != 0 || sum.Hosts["active"].Trips != 1 {
		t.Errorf("once more: %v %s", err, rec.results())
	}
}

// A host that could not come back is not forgiven because it now says that it
// gives no service: the active host would be the next.
func TestGateIsOwedByAHostThatBecameFree(t *testing.T) {
	t.Parallel()
	l := newLab(t, "passive", "active")
	l.write("passive", "sick", "")
	rank := sh.Script("echo 0")
	gated := func(name string, _ *action, r *recipes.Rolling) {
		if name == "passive" {
			r.Rank = rank
		}
		r.Gate = gate(l.path(name, "healthy"), name, l.path("active", "order"))
	}
	for _, rank = range []sh.Script{"echo 0", "echo free", "exit 1"} {
		if _, _, err := l.run(false, pair(l, "1", gated)); err == nil || l.read("active", "order") != "passive\n" {
			t.Fatalf("rank %q: %v: order %q", rank, err, l.read("active", "order"))
		}
	}
}

// Whoever gives service is left alone as long as another host is not well.
func TestNobodyServingGoesAfterAFailure(t *testing.T) {
	t.Parallel()
	for name, adjust := range map[string]func(l *lab) func(string, *action, *recipes.Rolling){
		"a free host fails": func(l *lab) func(string, *action, *recipes.Rolling) {
			return func(name string, a *action, r *recipes.Rolling) {
				if name == "passive" {
					r.Rank, a.Unless = "echo free", l.dir
				}
			}
		},
		"a rank cannot be told": func(*lab) func(string, *action, *recipes.Rolling) {
			return func(name string, _ *action, r *recipes.Rolling) {
				if name == "passive" {
					r.Rank = "echo broken >&2; exit 3"
				}
			}
		},
		"a handler fails": func(l *lab) func(string, *action, *recipes.Rolling) {
			return func(name string, a *action, _ *recipes.Rolling) {
				if name == "passive" {
					a.Unless = l.dir
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLab(t, "passive", "active")
			rec, sum, err := l.run(false, pair(l, "1", adjust(l)))
			if got := l.read("active", "order"); err == nil || !strings.HasPrefix(got, "(") {
				t.Fatalf("%v: restarted %q", err, got)
			}
			if p, a := sum.Hosts["passive"], sum.Hosts["active"]; p.Failed != 1 || a.Failed != 0 || a.Skipped != 1 {
				t.Errorf("passive %+v, active %+v: %s", p, a, rec.results())
			}
			if !strings.Contains(err.Error(), "active: s: not done, because another host has failed") {
				t.Error(err)
			}
		})
	}
}

// Hosts that form a cluster need each other, however few forks there are.
func TestFreeHostsGoAtOnceWhateverTheForks(t *testing.T) {
	t.Parallel()
	l := newLab(t, "one", "two")
	st := l.stage("s", func(h *recipes.Host) {
		other := map[string]string{"one": "two", "two": "one"}[h.Name]
		meet := sh.Script("touch " + sh.Quote(l.path(h.Name, "here")) + "; n=0; until [ -e " + sh.Quote(l.path(other, "here")) + " ]; do n=$((n+1)); [ $n -lt 50 ] || exit 1; sleep 0.1; done")
		hd := h.Handler("meet", meeting{meet})
		hd.Rolling = &recipes.Rolling{Name: "c", Rank: "echo free"}
		h.DoThen(cell{Path: l.path(h.Name, "conf"), Want: "1"}, hd)
	})
	r := &runner.Runner{Dialer: local.Dialer{}, Forks: 1}
	if _, err := r.Run(t.Context(), []*recipes.Stage{st}); err != nil {
		t.Fatal(err)
	}
}

// meeting is an action of any script.
type meeting struct{ Script sh.Script }

func (m meeting) Do() sh.Script { return m.Script }
func (meeting) Paid() sh.Script { return "" }

func TestSerialCountsOnlyItsOwnFailures(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b", "c")
	st := l.stage("s", func(h *recipes.Host) { h.Do(cell{Path: l.path(h.Name, "x"), Want: "1"}) })
	st.Serial = recipes.Batches{recipes.Hosts(1)}
	rec := &record{}
	sum, err := (&runner.Runner{Dialer: holes{"a": true}, Reporter: rec}).Run(t.Context(), []*recipes.Stage{
		l.stage("before", func(h *recipes.Host) { h.Do(cell{Path: l.path(h.Name, "w"), Want: "1"}) }), st,
	})
	if err == nil || sum.Hosts["b"].Changed != 2 || sum.Hosts["c"].Changed != 2 || sum.Hosts["a"].Skipped != 2 {
		t.Errorf("%v %+v", err, sum.Hosts)
	}
}

func TestHandlersAndStepsMayExit(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	st := func() *recipes.Stage {
		return l.stage("s", func(h *recipes.Host) {
			hd := h.Handler("restart", meeting{"echo restarted >>" + sh.Word(l.path("a", "log")) + "; exit 0"})
			h.DoThen(cell{Path: l.path("a", "x"), Want: "1", Do: "echo 1 >" + sh.Word(l.path("a", "x")) + "; exit 0"}, hd)
		})
	}
	for range 2 {
		if _, _, err := l.run(false, st()); err != nil {
			t.Fatal(err)
		}
	}
	if got := l.read("a", "log"); got != "restarted\n" {
		t.Errorf("log %q", got)
	}
}

// What a paid debt would only be forgotten for is owed again by a change.
func TestCheckForeseesADebtThatIsOwedAgain(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	st := func(value string) *recipes.Stage {
		return l.stage("s", func(h *recipes.Host) {
			hd := h.Handler("restart", action{Name: "restart", Log: l.path("a", "log"), Since: "[ -e " + sh.Word(l.path("a", "started")) + " ]", Unless: l.path("a", "broken")})
			h.DoThen(cell{Path: l.path("a", "x"), Want: value}, hd)
		})
	}
	l.write("a", "broken", "")
	if _, _, err := l.run(false, st("1")); err == nil {
		t.Fatal("the handler was to fail")
	}
	l.write("a", "started", "")
	rec, _, err := l.run(true, st("2"))
	if e := rec.find("handler restart"); err != nil || e.Steps[0].Was != "owed" {
		t.Errorf("%v %+v", err, e)
	}
}
