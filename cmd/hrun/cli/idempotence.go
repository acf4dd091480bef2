package cli

import (
	"context"
	"time"

	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/report"
)

// runTwice applies the play and, if that went well and changed something,
// checks it. It reports one run: the tasks of the check only where something
// is left to do, and one summary at the end, in which those are counted as
// planned. Where nothing was changed, the run itself has shown that a second
// one would change nothing.
func runTwice(ctx context.Context, r runner.Runner, build builder) (report.Summary, error) {
	out := r.Reporter
	r.Reporter = report.Func(func(e report.Event) {
		if e.Kind != report.Done {
			out.Report(e)
		}
	})
	summary, err := r.Apply(ctx, build)
	if err == nil && changed(summary) {
		r.Check = true
		r.Reporter = report.Func(func(e report.Event) {
			if e.Kind != report.Done && e.Kind != report.Warning && e.Result != report.OK {
				out.Report(e)
			}
		})
		var left report.Summary
		left, err = r.Apply(ctx, build)
		summary = merge(summary, left)
	}
	out.Report(report.Event{Kind: report.Done, Time: time.Now(), Summary: &summary})
	return summary, err
}

func changed(s report.Summary) bool {
	for _, c := range s.Hosts {
		if c.Changed > 0 {
			return true
		}
	}
	return false
}

// merge adds what a check found after a run to the summary of the run.
func merge(run, check report.Summary) report.Summary {
	both := report.Summary{Elapsed: run.Elapsed + check.Elapsed, Hosts: map[string]report.Counts{}}
	for name, c := range run.Hosts {
		left := check.Hosts[name]
		c.Planned += left.Planned
		c.Waiting += left.Waiting
		c.Failed += left.Failed
		c.Trips += left.Trips
		c.Unreachable = c.Unreachable || left.Unreachable
		both.Hosts[name] = c
	}
	return both
}
