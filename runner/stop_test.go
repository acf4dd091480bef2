package runner_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/transport/local"
)

// ailing makes a stage in which some hosts fail.
func ailing(l *lab, name string, sick string) *recipes.Stage {
	l.t.Helper()
	return l.stage(name, func(h *recipes.Host) {
		do := cell{Path: l.path(h.Name, name), Want: "1"}
		if strings.Contains(sick, h.Name) {
			do.Do = "false"
		}
		h.Do(do)
	})
}

func TestStageStopsOnceMoreThanMaxFailHostsHaveFailed(t *testing.T) {
	t.Parallel()
	one := recipes.Batches{recipes.Hosts(1)}
	for _, c := range []struct {
		name    string
		serial  recipes.Batches
		maxFail recipes.Size
		of      runner.Runner // what the run says
		sick    string
		done    string // who has done the stage
		later   bool   // the next stage was begun
	}{
		{name: "at once, nobody is stopped", sick: "ab", done: "cdef", later: true},
		{name: "at once, any is fatal", maxFail: recipes.Hosts(0), of: runner.Runner{Forks: 1}, sick: "b", done: "a"},
		{name: "at once, two may", maxFail: recipes.Hosts(2), of: runner.Runner{Forks: 1}, sick: "abd", done: "c"},
		{name: "at once, a third may", maxFail: recipes.Percent(34), of: runner.Runner{Forks: 1}, sick: "ab", done: "cdef", later: true},
		{name: "serial, nobody may", serial: one, sick: "c", done: "ab"},
		{name: "serial, the last fails", serial: one, sick: "f", done: "abcde"},
		{name: "serial, a quarter may", serial: one, maxFail: recipes.Percent(25), sick: "ad", done: "bc"},
		{name: "canary", serial: recipes.Batches{recipes.Hosts(1), recipes.Percent(50)}, sick: "b", done: "acd"},
		{name: "the run says serial", of: runner.Runner{Serial: one}, sick: "b", done: "a"},
		{name: "the run says both", of: runner.Runner{Serial: one, MaxFail: recipes.Percent(17)}, sick: "bd", done: "ac"},
		{name: "the stage says more than the run", serial: one, maxFail: recipes.Hosts(6), of: runner.Runner{MaxFail: recipes.Hosts(0)}, sick: "bd", done: "acef", later: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			l := newLab(t, "a", "b", "c", "d", "e", "f")
			st, next := ailing(l, "work", c.sick), ailing(l, "next", "")
			st.Serial, st.MaxFail = c.serial, c.maxFail
			r := &runner.Runner{Dialer: local.Dialer{}, Forks: c.of.Forks, Serial: c.of.Serial, MaxFail: c.of.MaxFail}
			sum, err := r.Run(t.Context(), []*recipes.Stage{st, next})
			done, later := "", false
			for _, h := range l.host {
				if l.read(h.Name, "work") == "1\n" {
					done += h.Name
				}
				later = later || l.read(h.Name, "next") == "1\n"
			}
			if err == nil || done != c.done || later != c.later {
				t.Errorf("%v\ndone by %s, want %s; later stage begun: %v", err, done, c.done, later)
			}
			for name, counts := range sum.Hosts {
				if counts.Changed+counts.Failed+counts.Skipped != 2 {
					t.Errorf("%s: not all is accounted for: %+v", name, counts)
				}
			}
			if !c.later && !strings.Contains(err.Error(), "not done, because another host has failed") {
				t.Error(err)
			}
		})
	}
}

// What turns of hosts are stopped, the later stages are not begun on anybody:
// they would build on a cluster of which half has the new configuration.
func TestStoppedRollingEndsTheRun(t *testing.T) {
	t.Parallel()
	l := newLab(t, "passive", "active", "other")
	st := pair(l, "1", func(name string, a *action, _ *recipes.Rolling) {
		if name == "passive" {
			a.Unless = l.dir
		}
	})
	_, sum, err := l.run(false, st, ailing(l, "next", ""))
	if err == nil || l.read("other", "next") == "1\n" || sum.Hosts["other"].Skipped == 0 {
		t.Errorf("%v %+v", err, sum.Hosts)
	}
}

func TestRollingGoesOnAsLongAsMaxFailIsNotExceeded(t *testing.T) {
	t.Parallel()
	for most, want := range map[int]string{0: "", 1: "c", 2: "ce"} {
		t.Run(fmt.Sprint(most), func(t *testing.T) {
			l := newLab(t, "a", "b", "c", "d", "e")
			st := l.stage("s", func(h *recipes.Host) {
				a := action{Name: h.Name, Log: l.path("a", "order")}
				if strings.Contains("bd", h.Name) {
					a.Unless = l.dir
				}
				hd := h.Handler("restart", a)
				hd.Rolling = &recipes.Rolling{Name: "c", MaxFail: recipes.Hosts(most)}
				h.DoThen(cell{Path: l.path(h.Name, "conf"), Want: "1"}, hd)
			})
			if _, _, err := l.run(false, st); err == nil {
				t.Error("no error")
			}
			if got, want := l.read("a", "order"), strings.Join(strings.Split("a"+want, ""), "\n")+"\n"; got != want {
				t.Errorf("order %q, want %q", got, want)
			}
		})
	}
}

func TestBatchesOfARolling(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b", "c", "d", "e")
	st := l.stage("s", func(h *recipes.Host) {
		// Each waits until as many as shall work with it are there.
		want := map[string]int{"a": 1, "b": 3, "c": 3, "d": 5, "e": 5}[h.Name]
		hd := h.Handler("meet", meeting{meet(l, h.Name, want)})
		hd.Rolling = &recipes.Rolling{Name: "c", Serial: recipes.Batches{recipes.Hosts(1), recipes.Percent(40)}}
		h.DoThen(cell{Path: l.path(h.Name, "conf"), Want: "1"}, hd)
	})
	if _, _, err := l.run(false, st); err != nil {
		t.Error(err)
	}
}

// A host that gives no service begins nothing either once a stage is stopped.
func TestFreeHostIsStoppedWithTheStage(t *testing.T) {
	t.Parallel()
	l := newLab(t, "passive", "active")
	st := pair(l, "1", func(name string, _ *action, r *recipes.Rolling) {
		if r.Rank = "exit 3"; name == "active" {
			r.Rank = "echo free"
		}
	})
	st.MaxFail = recipes.Hosts(0)
	_, sum, err := l.run(false, st)
	if got := l.read("active", "order"); err == nil || !strings.HasPrefix(got, "(") || sum.Hosts["active"].Skipped != 1 {
		t.Errorf("%v: restarted %q: %+v", err, got, sum.Hosts)
	}
}
