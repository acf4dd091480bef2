package runner_test

import (
	"errors"
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
)

// survey makes a stage of all hosts that only looks.
func (l *lab) survey(name string, build func(h *recipes.Host)) *recipes.Stage {
	s := l.stage(name, build)
	s.Survey = true
	return s
}

// Each task is judged for itself, in its order, and nothing is changed.
func TestSurveyJudgesEveryTaskForItself(t *testing.T) {
	t.Parallel()
	for _, check := range []bool{false, true} {
		l := newLab(t, "a", "b")
		l.write("b", "good", "1\n")
		before := l.tree()
		st := l.survey("s", func(h *recipes.Host) {
			h.Do(
				cell{Path: l.path(h.Name, "bad"), Want: "1"},
				cell{Path: l.path(h.Name, "blocked"), Want: "1", Needs: l.path(h.Name, "nothing")},
				cell{Path: l.path("b", "good"), Want: "1"},
			)
		})
		rec, sum, err := l.run(check, st)
		if got := rec.on("a"); got != "cell bad=failed cell blocked=failed cell good=ok" || l.tree() != before {
			t.Errorf("check %v: %s, tree changed: %v", check, got, l.tree() != before)
		}
		var different *runner.DifferentError
		if !errors.As(err, &different) || different.Error() != `word is "absent", want "1"` || sum.Hosts["b"].Failed != 2 || sum.Hosts["b"].Trips != 1 {
			t.Errorf("check %v: %v %+v", check, err, sum.Hosts)
		}
		if e := rec.find("cell bad"); len(e.Steps) != 1 || e.Hint == "" {
			t.Errorf("%+v", e)
		}
	}
}
