package runner_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

func TestComplaint4ManyChangesCostTwoTripsAndNoneCostsOne(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b")
	st := func() *recipes.Stage {
		return l.stage("files", func(h *recipes.Host) {
			for i := range 60 {
				h.Do(cell{Path: l.path(h.Name, fmt.Sprintf("f%02d", i)), Want: fmt.Sprintf("it's line %d $x `y`", i)})
			}
		})
	}
	before := l.tree()
	_, sum, err := l.run(true, st())
	if c := sum.Hosts["a"]; err != nil || c.Trips != 1 || c.Planned != 60 || l.tree() != before {
		t.Fatalf("check: %v %+v", err, c)
	}
	_, sum, err = l.run(false, st())
	if c := sum.Hosts["b"]; err != nil || c.Trips != 2 || c.Changed != 60 {
		t.Fatalf("apply: %v %+v", err, c)
	}
	_, sum, err = l.run(false, st(), l.stage("later", func(h *recipes.Host) {
		h.Do(cell{Path: l.path(h.Name, "f07"), Want: "it's line 7 $x `y`"})
	}))
	if c := sum.Hosts["a"]; err != nil || c.Trips != 1 || c.OK != 61 {
		t.Fatalf("again, two stages: %v %+v", err, c)
	}
}

func TestWhatCannotBeJudgedWaitsInCheckAndIsDoneInApply(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	st := func() *recipes.Stage {
		return l.stage("s", func(h *recipes.Host) {
			h.Do(cell{Path: l.path("a", "pkg"), Want: "installed"},
				cell{Path: l.path("a", "unit"), Want: "running", Needs: l.path("a", "pkg")},
				cell{Path: l.path("a", "other"), Want: "x"})
		})
	}
	rec, _, err := l.run(true, st())
	if got := rec.results(); err != nil || got != "cell pkg=planned cell unit=waiting cell other=planned" {
		t.Fatalf("check: %v %s", err, got)
	}
	if e := rec.find("cell unit"); e.Err == nil || e.Err.Error() != "pkg is missing" {
		t.Errorf("waiting without its reason: %v", e.Err)
	}
	rec, _, err = l.run(false, st())
	if got := rec.results(); err != nil || got != "cell pkg=changed cell unit=changed cell other=changed" {
		t.Fatalf("apply: %v %s", err, got)
	}
}

func TestWhatCannotBeJudgedFailsWhereNothingIsPending(t *testing.T) {
	t.Parallel()
	for _, check := range []bool{true, false} {
		l := newLab(t, "a")
		rec, sum, err := l.run(check, l.stage("s", func(h *recipes.Host) {
			h.Do(cell{Path: l.path("a", "u"), Want: "x", Needs: l.path("a", "no")}, cell{Path: l.path("a", "v"), Want: "x"})
		}))
		var te *runner.TaskError
		if !errors.As(err, &te) || te.Host != "a" || te.Stage != "s" || te.Task != "cell u" {
			t.Fatalf("check %v: %v", check, err)
		}
		if got := rec.results(); got != "cell u=failed cell v=skipped" || sum.Hosts["a"].Skipped != 1 {
			t.Errorf("check %v: %s %+v", check, got, sum.Hosts["a"])
		}
	}
}

func TestComplaint10RemedyThatFailsSaysWhereAndWhy(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a", "b")
	rec, sum, err := l.run(false, l.stage("s", func(h *recipes.Host) {
		h.Do(cell{Path: l.path(h.Name, "one"), Want: "x"})
		two := cell{Path: l.path(h.Name, "two"), Want: "x"}
		if h.Name == "a" {
			two.Do = "echo first line >&2; echo it went wrong >&2; exit 7"
		}
		h.Do(two, cell{Path: l.path(h.Name, "three"), Want: "x"})
	}))
	var se *runner.ScriptError
	if !errors.As(err, &se) || se.Status != 7 || se.Stderr != "first line\nit went wrong\n" {
		t.Fatalf("%v: %+v", err, se)
	}
	if want := "a: s: cell two: remedy exited with status 7: it went wrong"; !strings.Contains(err.Error(), want) {
		t.Errorf("error %q does not say %q", err, want)
	}
	if a, b := sum.Hosts["a"], sum.Hosts["b"]; a.Changed != 1 || a.Failed != 1 || a.Skipped != 1 || b.Changed != 3 {
		t.Errorf("a %+v, b %+v", a, b)
	}
	if e := rec.find("cell two"); e.Stderr != se.Stderr && e.Host == "a" {
		t.Errorf("event has stderr %q", e.Stderr)
	}
	if got := l.read("a", "three"); !strings.Contains(got, "no such file") {
		t.Errorf("went on after a failure: %q", got)
	}
}

func TestRemedyWithoutEffectIsDrift(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	_, _, err := l.run(false, l.stage("s", func(h *recipes.Host) {
		h.Do(cell{Path: l.path("a", "x"), Want: "new", Do: "true"})
	}))
	var d *runner.DriftError
	if !errors.As(err, &d) || !strings.Contains(err.Error(), `word is still "absent", want "new"`) {
		t.Fatal(err)
	}
}

func TestProbeThatNeverPrintsTheSameIsRefused(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	l.write("a", "n", "0\n")
	count := sh.Script("n=$(cat n); echo $((n+1)) >n; echo $n")
	_, _, err := l.run(false, l.stage("s", func(h *recipes.Host) {
		h.Do(restless{"cd " + sh.Word(l.path("a", "")) + " && " + count})
	}))
	if err == nil || !strings.Contains(err.Error(), "something else each time") {
		t.Fatal(err)
	}
}

func TestProbeThatCouldNotLookIsNotAbsence(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	_, _, err := l.run(false, l.stage("s", func(h *recipes.Host) { h.Do(restless{"echo no access >&2; exit 3"}) }))
	var se *runner.ScriptError
	if !errors.As(err, &se) || se.What != "probe" || se.Status != 3 {
		t.Fatal(err)
	}
}

func TestPreviewRunsInCheckOnly(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	st := func(preview sh.Script) *recipes.Stage {
		return l.stage("s", func(h *recipes.Host) { h.Do(cell{Path: l.path("a", "x"), Want: "new", Preview: preview}) })
	}
	rec, sum, err := l.run(true, st("echo something moves"))
	if e := rec.find("cell x"); err != nil || e.Steps[0].Expect != "something moves" || sum.Hosts["a"].Trips != 2 {
		t.Fatalf("%v %+v", err, e)
	}
	_, _, err = l.run(true, st("echo refused >&2; exit 1"))
	if err == nil || !strings.Contains(err.Error(), "preview exited with status 1: refused") {
		t.Errorf("a preview that refuses: %v", err)
	}
	if _, _, err = l.run(false, st("exit 1")); err != nil {
		t.Errorf("apply ran the preview: %v", err)
	}
}

func TestSecretsAreMaskedWhereverTheyTurnUp(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	secret := sh.NewSecret("S3cret/value")
	rec, _, err := l.run(false, l.stage("s", func(h *recipes.Host) {
		h.Do(cell{Path: l.path("a", "x"), Want: "S3cret/value", Hidden: secret, Do: "echo login with S3cret/value failed >&2; exit 1"})
	}))
	if text := fmt.Sprintf("%v %+v", err, rec.events); err == nil || strings.Contains(text, "S3cret") {
		t.Errorf("leaked: %s", text)
	}
}

func TestLongRemedyIsUploaded(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	long := strings.Repeat("x", 2<<20)
	_, _, err := l.run(false, l.stage("s", func(h *recipes.Host) { h.Do(cell{Path: l.path("a", "big"), Want: long}) }))
	if got := l.read("a", "big"); err != nil || got != long+"\n" {
		t.Fatalf("%v, %d bytes", err, len(got))
	}
}

// unstarted is a toy task that wants nothing of what is not there yet.
type unstarted struct{ Path string }

func (unstarted) String() string     { return "unstarted" }
func (u unstarted) Probe() sh.Script { return "ls " + sh.Word(u.Path) + " | wc -l" }
func (u unstarted) Plan(got string) (c tasks.Change, err error) {
	if strings.TrimSpace(got) == "0" {
		c.Tentative = "nothing is there to be started"
	}
	return c, nil
}

func TestTentativeTasksWaitForWhatIsPending(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	st := func(names ...string) *recipes.Stage {
		return l.stage("s", func(h *recipes.Host) {
			for _, n := range names {
				h.Do(cell{Path: l.path("a", n), Want: "1"})
			}
			h.Do(unstarted{l.path("a", "")})
		})
	}
	for names, want := range map[string]string{"": "unstarted=ok", "x": "cell x=planned unstarted=waiting"} {
		rec, _, err := l.run(true, st(strings.Fields(names)...))
		if got := rec.results(); err != nil || got != want {
			t.Errorf("%v: %s, want %s", err, got, want)
		}
	}
	rec, _, err := l.run(false, st("x"))
	if got := rec.results(); err != nil || got != "cell x=changed unstarted=ok" {
		t.Errorf("%v: %s", err, got)
	}
}
