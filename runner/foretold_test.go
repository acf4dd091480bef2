package runner_test

import (
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/file"
)

// What waits for a directory is shown in check all the same, and a file whose
// directory nobody makes fails without saying what would have been.
func TestWaitingTasksTellWhatTheyWillDo(t *testing.T) {
	t.Parallel()
	l := newLab(t, "a")
	conf := file.Content{Path: l.path("a", "etc/conf"), Body: "new\n"}
	made := l.stage("made", func(h *recipes.Host) { h.Do(file.Directory{Path: l.path("a", "etc")}, conf) })
	rec, _, err := l.run(true, made)
	if err != nil {
		t.Fatal(err)
	}
	e := rec.find(conf.String())
	if e.Result != "waiting" || e.Err == nil || len(e.Steps) != 1 || e.Steps[0].Want != "new\n" {
		t.Errorf("check tells %s, %v, %+v", e.Result, e.Err, e.Steps)
	}
	alone := l.stage("alone", func(h *recipes.Host) { h.Do(conf) })
	for _, check := range []bool{true, false} {
		rec, _, err := l.run(check, alone)
		if e := rec.find(conf.String()); err == nil || e.Result != "failed" || len(e.Steps) != 0 {
			t.Errorf("alone, check %v: %s, %+v, %v", check, e.Result, e.Steps, err)
		}
	}
	if _, sum, err := l.run(false, made); err != nil || sum.Hosts["a"].Changed != 2 {
		t.Errorf("%+v, %v", sum, err)
	}
}
