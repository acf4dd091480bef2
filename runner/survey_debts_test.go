package runner_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// A handler that is owed is a finding, unless what it is for has happened.
func TestSurveyFindsWhatIsOwed(t *testing.T) {
	t.Parallel()
	for paid, want := range map[sh.Script]string{
		"":     "cell x=ok handler restart=failed",
		"true": "cell x=ok handler restart=ok",
	} {
		l := newLab(t, "a")
		stage := func(restart action) *recipes.Stage {
			restart.Name, restart.Log, restart.Since = "restart", l.path("a", "log"), paid
			return l.stage("s", func(h *recipes.Host) {
				h.DoThen(cell{Path: l.path("a", "x"), Want: "1"}, h.Handler("restart", restart))
			})
		}
		l.write("a", "no", "")
		if _, _, err := l.run(false, stage(action{Unless: l.path("a", "no")})); err == nil && paid == "" {
			t.Fatal("the handler did not fail")
		}
		if paid != "" { // it is there, and found to be paid
			l.owe("a", "restart")
		}
		before := l.tree()
		st := stage(action{})
		st.Survey = true
		rec, _, err := l.run(false, st)
		var different *runner.DifferentError
		if got := rec.results(); got != want || l.tree() != before || (paid == "") != (errors.As(err, &different) && different.Owed) {
			t.Errorf("%q: %v: %s, tree changed: %v", paid, err, got, l.tree() != before)
		}
	}
}

// Hosts take no turns to be looked at, and what encloses a turn is not judged,
// but a turn that was cut short is found.
func TestSurveyFindsATurnThatWasCutShort(t *testing.T) {
	t.Parallel()
	eachKind(t, func(t *testing.T, f farm, stage func(string) *recipes.Stage) {
		f.write("a", "die-after-work", "")
		if _, _, err := f.run(false, stage("1")); err == nil {
			t.Fatal("nobody died")
		}
		log, before := f.read("a", "log"), f.tree()
		st := stage("1")
		st.Survey = true
		rec, _, err := f.run(false, st)
		if !strings.Contains(rec.on("a"), "turn at farm=failed") || err == nil || !strings.Contains(err.Error(), "begun this turn and not ended it") {
			t.Errorf("%v: %s", err, rec.on("a"))
		}
		if strings.Contains(rec.results(), "drain") || strings.Contains(rec.on("b"), "turn at farm=failed") || f.tree() != before || f.read("a", "log") != log {
			t.Errorf("%s, tree changed: %v", rec.results(), f.tree() != before)
		}
	})
}
