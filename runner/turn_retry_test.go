package runner_test

import (
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// A probe that could not look is asked again in a turn too, before anybody is
// drained for it, and wherever the task is done.
func TestProbeOfATurnIsTriedAgain(t *testing.T) {
	for _, where := range []string{"a", "lb"} {
		l := newLab(t, "a", "lb")
		st := (&recipes.Play{}).Stage("s", l.host[:1], recipes.RoleFunc(func(h *recipes.Host) error {
			h.TakeTurns(&recipes.Rolling{Name: "r", Before: []tasks.Task{cell{Path: l.path("a", "drained"), Want: "yes"}}})
			var look tasks.Task = restless{Look: l.times("a", "2", "exit 3", "echo peace")}
			if where == "lb" {
				look = recipes.Delegated{Host: l.host[1], Task: look}
			}
			h.DoWithin(recipes.Limits{Tries: 2, Pause: time.Millisecond}, look)
			return nil
		}))
		rec, sum, err := l.run(false, st)
		if a := sum.Hosts["a"]; err != nil || a.OK != 2 || a.Changed != 0 || l.read("a", "count") != "x\nx\n" {
			t.Errorf("on %s: %v %+v: %s", where, err, a, rec.results())
		}
	}
}

// What is as wanted only because something is missing is not said to be ok
// where a change is pending that may bring it, in turns neither.
func TestTentativeTaskOfATurnWaits(t *testing.T) {
	l := newLab(t, "a")
	first := l.stage("first", func(h *recipes.Host) { h.Do(cell{Path: l.path("a", "package"), Want: "1"}) })
	second := l.stage("second", func(h *recipes.Host) {
		h.TakeTurns(&recipes.Rolling{Name: "r", After: []tasks.Task{cell{Path: l.path("a", "back"), Want: "1"}}})
		h.Do(perhaps{})
	})
	rec, _, err := l.run(true, first, second)
	if e := rec.find("perhaps"); err != nil || e.Result != "waiting" {
		t.Errorf("%v: %s", err, rec.results())
	}
}

// perhaps is as wanted as long as something is missing.
type perhaps struct{}

func (perhaps) String() string                          { return "perhaps" }
func (perhaps) Probe() sh.Script                        { return "echo missing" }
func (perhaps) Plan(string) (c tasks.Change, err error) { c.Tentative = "it is missing"; return c, nil }
