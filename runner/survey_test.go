package runner_test

import (
	"errors"
	"strings"
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

// What a survey finds keeps nobody from other surveys, and counts as a failure
// before a stage that does something.
func TestWhatASurveyFindsEndsTheHostOnlyBeforeWork(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		maxFail     recipes.Size
		onA, onB, b string
	}{
		{recipes.Size{}, "cell x=failed cell y=failed cell z=skipped cell y=skipped", "cell x=ok cell y=ok cell z=changed cell y=ok", "1\n"},
		{recipes.Hosts(0), "cell x=failed cell y=failed cell z=skipped cell y=skipped", "cell x=ok cell y=ok cell z=skipped cell y=skipped", ""},
	} {
		l := newLab(t, "a", "b")
		l.write("b", "x", "1\n")
		l.write("b", "y", "1\n")
		l.write("b", "z", "")
		of := func(name string) func(h *recipes.Host) {
			return func(h *recipes.Host) { h.Do(cell{Path: l.path(h.Name, name), Want: "1"}) }
		}
		first := l.survey("first", of("x"))
		first.MaxFail = c.maxFail
		rec, _, err := l.run(false, first, l.survey("second", of("y")), l.stage("work", of("z")), l.survey("third", of("y")))
		if a, b := rec.on("a"), rec.on("b"); a != c.onA || b != c.onB || l.read("b", "z") != c.b {
			t.Errorf("%+v: a %s, b %s, z %q", c.maxFail, a, b, l.read("b", "z"))
		}
		if n := strings.Count(err.Error(), "a: "); n != 2 {
			t.Errorf("%d findings of a in %v", n, err)
		}
	}
}

// A stage that was stopped keeps later surveys from beginning, too.
func TestSurveyDoesNotFollowAStageThatWasStopped(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b")
	work := l.stage("work", func(h *recipes.Host) {
		if h.Name == "a" {
			h.Do(cell{Path: l.path("a", "x"), Want: "1", Do: "false"})
		}
	})
	work.MaxFail = recipes.Hosts(0)
	rec, _, err := l.run(false, work, l.survey("s", func(h *recipes.Host) { h.Do(cell{Path: l.path(h.Name, "y"), Want: "1"}) }))
	if err == nil || rec.on("b") != "cell y=skipped" {
		t.Errorf("%v %s", err, rec.on("b"))
	}
}

// In check, what differs may only be what is planned.
func TestSurveyWaitsForWhatIsPlanned(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	look := func(h *recipes.Host) {
		h.Do(
			cell{Path: l.path(h.Name, "x"), Want: "1"},
			cell{Path: l.path(h.Name, "y"), Want: "1", Needs: l.path(h.Name, "x")},
			cell{Path: l.path(h.Name, "z"), Want: "0"},
		)
	}
	l.write("a", "z", "0\n")
	work := func() *recipes.Stage {
		return l.stage("work", func(h *recipes.Host) { h.Do(cell{Path: l.path(h.Name, "x"), Want: "1"}) })
	}
	rec, _, err := l.run(true, work(), l.survey("s", look))
	if got := rec.results(); err != nil || got != "cell x=planned cell x=waiting cell y=waiting cell z=ok" {
		t.Errorf("%v: %s", err, got)
	}
	if rec, _, err = l.run(false, work(), l.survey("s", look)); err == nil || rec.results() != "cell x=changed cell x=ok cell y=failed cell z=ok" {
		t.Errorf("%v: %s", err, rec.results())
	}
}

func TestSurveyOnceIsOfTheFirstHostThatIsWell(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b", "c")
	st := l.survey("s", func(h *recipes.Host) { h.Do(cell{Path: l.path(h.Name, "x"), Want: "1"}) })
	st.Once, st.Serial = true, recipes.Batches{recipes.Hosts(1)}
	rec := &record{}
	sum, err := (&runner.Runner{Dialer: holes{"a": true}, Reporter: rec}).Run(t.Context(), []*recipes.Stage{st})
	if !sum.Hosts["a"].Unreachable || rec.on("b") != "cell x=failed" || rec.on("c") != "" {
		t.Errorf("%v %s %+v", err, rec.results(), sum.Hosts)
	}
}

// What another host looks at for this one is a finding of this one.
func TestSurveyOfDelegatedTasks(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b", "lb")
	l.write("lb", "of b", "1\n")
	build := func(h *recipes.Host) {
		if h.Name != "lb" {
			h.DoOn(l.host[2], cell{Path: l.path("lb", "of "+h.Name), Want: "1"})
			h.Do(cell{Path: l.path(h.Name, "x"), Want: "absent"})
		}
	}
	p := &recipes.Play{}
	st := p.Stage("s", l.host[:2], recipes.RoleFunc(func(h *recipes.Host) error { build(h); return nil }))
	st.Survey = true
	before := l.tree()
	rec, sum, err := l.run(false, st)
	var task *runner.TaskError
	if !errors.As(err, &task) || task.Host != "a" || rec.on("a") != "-> lb: cell of a=failed cell x=ok" || rec.on("b") != "-> lb: cell of b=ok cell x=ok" || l.tree() != before {
		t.Errorf("%v %s", err, rec.results())
	}
	if sum.Hosts["lb"].Failed != 0 || sum.Hosts["a"].Failed != 1 {
		t.Errorf("%+v", sum.Hosts)
	}
	rec = &record{}
	_, err = (&runner.Runner{Dialer: holes{"lb": true}, Reporter: rec}).Run(t.Context(), []*recipes.Stage{st})
	if e := rec.find("-> lb: cell of b"); e.Result != "failed" || !strings.Contains(e.Err.Error(), "lb: ") || strings.Count(rec.results(), "cell x=ok") != 2 {
		t.Errorf("%v %s", err, rec.results())
	}
}
