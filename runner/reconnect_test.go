package runner_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// once returns a reaction to the first event that the condition holds for.
func once(when func(report.Event) bool, do func()) func(report.Event) {
	done := false
	return func(e report.Event) {
		if !done && when(e) {
			done = true
			do()
		}
	}
}

func says(line string) func(report.Event) bool {
	return func(e report.Event) bool { return e.Kind == report.Progress && strings.HasPrefix(e.Line, line) }
}

func changed(task string) func(report.Event) bool {
	return func(e report.Event) bool { return e.Result == report.Changed && e.Task == task }
}

// Where nothing was under way, a lost connection costs a login.
func TestRunGoesOnAfterALossBetweenBatches(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	from := m.local("a body")
	st := m.stage("s", func(h *recipes.Host) {
		h.Do(cell{Path: m.path("a", "x"), Want: "1"}, parcel{Path: m.path("a", "p"), From: from, Do: "true"})
	})
	rec, err := m.on(st, nil, once(changed("cell x"), func() { m.cut(1) }))
	// A parcel that was brought for nothing fails, but only when its turn has come.
	var drift *runner.DriftError
	if got := rec.results(); !errors.As(err, &drift) || got != "cell x=changed parcel p=failed" {
		t.Errorf("%v: %s", err, got)
	}
	if m.dials != 3 {
		t.Errorf("dialled %d times, want the first, one that is refused and one that is not", m.dials)
	}
}

func TestRunGoesOnAfterALossInARemedyThatMayBeTriedAgain(t *testing.T) {
	t.Parallel()
	for name, tries := range map[string]int{"may": 2, "may not": 1} {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t)
			x := sh.Word(m.path("a", "x"))
			do := "echo $$ >>" + sh.Word(m.path("a", "begun")) + "; if [ $(wc -l <" + sh.Word(m.path("a", "begun")) + ") = 1 ]; then echo half >&2; sleep 600; echo late >" + x + "; fi; echo 1 >" + x
			st := m.stage("s", func(h *recipes.Host) {
				h.DoWithin(recipes.Limits{Tries: tries, Pause: time.Millisecond}, cell{Path: m.path("a", "x"), Want: "1", Do: do})
				h.Do(cell{Path: m.path("a", "y"), Want: "1"})
			})
			began := time.Now()
			rec, err := m.on(st, nil, once(says("half"), func() { m.cut(0) }))
			if tries == 1 {
				var lost *runner.HostError
				if got := rec.results(); !errors.As(err, &lost) || !lost.Lost || got != "cell x=failed cell y=skipped" {
					t.Errorf("%v: %s", err, got)
				}
				return
			}
			if got := rec.results(); err != nil || got != "cell x=changed cell y=changed" || rec.find("cell x").Tries != 2 {
				t.Errorf("%v: %s", err, got)
			}
			if m.read("a", "x") != "1\n" || time.Since(began) > 5*time.Minute {
				t.Errorf("%q after %s", m.read("a", "x"), time.Since(began))
			}
		})
	}
}

func TestHostThatCannotBeReachedAnewIsLost(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	st := m.stage("s", func(h *recipes.Host) { h.Do(m.slow()) })
	rec, err := m.on(st, nil, once(probing, func() { m.cut(100) }))
	var lost *runner.HostError
	if !errors.As(err, &lost) || !lost.Lost || m.dials != 4 || rec.results() != "cell x=skipped" {
		t.Errorf("%v: %s", err, rec.results())
	}
}

// A probe that always ends its shell must not be asked for ever.
func TestShellThatDiesAgainAndAgainIsGivenUp(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	rec, _, err := l.run(false, l.stage("s", func(h *recipes.Host) {
		h.Do(restless{Look: "echo x >>" + sh.Word(l.path("a", "asked")) + "; kill -9 $$"})
	}))
	var lost *runner.HostError
	if !errors.As(err, &lost) || !lost.Lost || rec.results() != "restless=skipped" {
		t.Errorf("%v: %s", err, rec.results())
	}
	if got := strings.Count(l.read("a", "asked"), "x"); got != 4 {
		t.Errorf("asked %d times, want the first and three more", got)
	}
}
