package runner_test

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/tasks"
)

// locked reports whether a run has ever taken the lock of the host.
func (l *lab) locked(host string) bool {
	_, err := os.Stat(filepath.Join(l.dir, "state-"+host, "lock"))
	return err == nil
}

// A play of surveys takes no lock, whatever it asks before.
func TestSurveysTakeNoLock(t *testing.T) {
	t.Parallel()
	for name, work := range map[string]bool{"surveys": false, "surveys and work": true} {
		for _, late := range []bool{false, true} { // the stages are known once the fact is
			l := newLab(t, "a", "b")
			l.write("a", "colour", "red\n")
			l.write("b", "colour", "red\n")
			l.write("a", "x", "red\n")
			l.write("b", "x", "red\n")
			_, changed, err := l.apply(false, func(p *recipes.Play) error {
				colour, known := lineOf("colour", l.path("a", "colour")).On(p, l.host[0])
				if !known && late {
					return nil
				}
				build := recipes.RoleFunc(func(h *recipes.Host) error {
					h.Do(cell{Path: l.path(h.Name, "x"), Want: colour})
					return nil
				})
				p.Stage("survey", l.host, build).Survey = true
				if work {
					p.Stage("work", l.host[:1], recipes.RoleFunc(func(h *recipes.Host) error {
						h.Do(cell{Path: l.path(h.Name, "y"), Want: "1"})
						return nil
					}))
				}
				return nil
			})
			if want := map[bool]int{true: 1}[work]; err != nil || l.locked("a") != work || changed["a"][1] != want {
				t.Errorf("%s, late %v: %v, %v, a locked: %v", name, late, err, changed, l.locked("a"))
			}
		}
	}
}

// So it looks at hosts that somebody else is working on.
func TestSurveyOfAHostThatIsLocked(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	x := func(h *recipes.Host) { h.Do(cell{Path: l.path("a", "x"), Want: "absent"}) }
	var looked, worked error
	holder := calling{cell{Path: l.path("a", "y"), Want: "absent"}, sync.OnceFunc(func() {
		_, _, looked = l.run(false, l.survey("s", x))
		_, _, worked = l.run(false, l.survey("s", x), l.stage("work", x))
	})}
	if _, _, err := l.run(false, l.stage("s", func(h *recipes.Host) { h.Do(holder) })); err != nil || looked != nil {
		t.Errorf("%v, and the survey meanwhile: %v", err, looked)
	}
	var locked *runner.LockedError
	if !errors.As(worked, &locked) {
		t.Errorf("a play that works, too: %v", worked)
	}
}

// What was seen before the lock was taken is looked at again under it.
func TestWorkGoesByWhatIsSeenUnderTheLock(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	l.write("a", "colour", "red\n")
	l.write("a", "y", "1\n")
	somebody := calling{cell{Path: l.path("a", "x"), Want: "absent"}, sync.OnceFunc(func() { l.write("a", "y", "2\n") })}
	_, changed, err := l.apply(false, func(p *recipes.Play) error {
		if _, known := lineOf("colour", l.path("a", "colour")).On(p, l.host[0]); !known {
			return nil
		}
		p.Stage("survey", l.host, recipes.RoleFunc(func(h *recipes.Host) error { h.Do(somebody); return nil })).Survey = true
		p.Stage("work", l.host, recipes.RoleFunc(func(h *recipes.Host) error {
			h.Do(cell{Path: l.path("a", "y"), Want: "1"})
			return nil
		}))
		return nil
	})
	if err != nil || l.read("a", "y") != "1\n" || !l.locked("a") {
		t.Errorf("%v, %v, y %q, locked: %v", err, changed, l.read("a", "y"), l.locked("a"))
	}
}

// calling is a task that calls a function when it is planned.
type calling struct {
	cell
	call func()
}

func (c calling) Plan(got string) (tasks.Change, error) {
	c.call()
	return c.cell.Plan(got)
}
