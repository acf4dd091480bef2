package runner_test

import (
	"context"
	"errors"
	"os"
	"testing"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/transport/local"
)

// Wherever a run of whichever play has come to: a survey of the same play runs
// no remedy and changes no file, and it has findings exactly if there is
// anything left to do.
func TestSurveyNeverChangesAnything(t *testing.T) {
	t.Parallel()
	clean, found := 0, 0
	for seed := range uint64(24) {
		x := newTrial(t, seed)
		ctx, cancel := context.WithCancel(t.Context())
		events := 0
		r := &runner.Runner{Dialer: local.Dialer{}, Reporter: report.Func(func(report.Event) {
			if events++; events == x.cancelAt {
				cancel()
			}
		})}
		if seed%4 > 0 { // else nothing was done yet
			_, _ = r.Run(ctx, []*recipes.Stage{x.stage()})
		}
		cancel()
		for _, fault := range x.faults { // a remedy would run into it
			x.write("lb", fault, "")
		}
		for range 2 {
			st := x.stage()
			st.Survey = true
			before := x.tree()
			rec, sum, err := x.run(false, st)
			if x.tree() != before {
				t.Fatalf("seed %d: %s: the tree was\n%s\nand is\n%s", seed, rec.results(), before, x.tree())
			}
			findings := 0
			for _, e := range rec.events {
				if e.Kind == report.Task && e.Result != report.OK && e.Result != report.Failed {
					t.Errorf("seed %d: %s is %s", seed, e.Task, e.Result)
				}
				if e.Result == report.Failed {
					findings++
				}
			}
			_, left, checkErr := x.run(true, x.stage())
			pending := 0
			for _, c := range left.Hosts {
				pending += c.Planned + c.Waiting
			}
			if checkErr != nil || (findings > 0) != (pending > 0) || (err != nil) != (findings > 0) || findings > 0 && !errors.As(err, new(*runner.DifferentError)) {
				t.Errorf("seed %d: %d findings, %d things to do: %v, %v\n%+v", seed, findings, pending, err, checkErr, sum.Hosts)
			}
			if findings == 0 {
				clean++
			} else {
				found++
			}
			for _, fault := range x.faults {
				_ = os.Remove(x.path("lb", fault))
			}
			if _, _, err := x.run(false, x.stage()); err != nil { // the second look finds nothing
				t.Fatalf("seed %d: %v", seed, err)
			}
		}
	}
	if clean < 20 || found < 12 {
		t.Errorf("%d surveys found nothing, and %d something", clean, found)
	}
}
