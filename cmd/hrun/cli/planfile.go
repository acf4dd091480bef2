package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/pflag"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner/plan"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/report/human"
)

// planAmong returns the argument that is the file of a plan, or "".
func planAmong(args []string) (string, error) {
	i := slices.IndexFunc(args, plan.Is)
	switch {
	case i < 0:
		return "", nil
	case len(args) > 1:
		return "", usagef("%s is a plan: it is applied alone", args[i])
	}
	return args[i], nil
}

// withPlan are the flags that say how a plan is carried out, and not what.
var withPlan = []string{
	"user", "become", "become-user", "ask-become-pass", "become-password-file", "ask-pass", "private-key", "jump",
	"ask-vault-pass", "vault-password-file", "host-key-checking", "timeout", "forks", "retries",
	"lock-wait", "serial", "max-fail-percentage", "task-timeout",
	"output", "verbose", "no-color", "diff",
	"extra-vars", // only what the plan withholds
}

func (p *Program) applyPlan(ctx context.Context, f *applyFlags, file string, flags *pflag.FlagSet) error {
	var wrong error
	flags.Visit(func(flag *pflag.Flag) {
		if !slices.Contains(withPlan, flag.Name) {
			wrong = usagef("--%s has no effect on a plan, which says itself what is done where", flag.Name)
		}
	})
	if err := errors.Join(wrong, f.contradiction()); err != nil {
		return err
	}
	made, err := plan.Read(file)
	if err != nil {
		return err
	}
	if err := withheld(made, f.extra); err != nil {
		return err
	}
	f.files, f.limit, f.extra = made.Inventory, made.Limit, append(made.Extra, f.extra...)
	w, err := p.prepare(ctx, f, made.Recipes, false)
	if err != nil {
		return err
	}
	if now := hostNames(w); !slices.Equal(made.Hosts, now) {
		return &plan.DriftError{Hosts: fmt.Sprintf("hosts of the inventory then: %s; now: %s", strings.Join(made.Hosts, ", "), strings.Join(now, ", "))}
	}
	out := f.reporter(ctx, p, human.Options{Diff: f.diff, Hosts: w.hosts, Tasks: expected(w.play, w.limit)})
	defer out.Close()
	if err := f.compare(ctx, w, made, out); err != nil {
		return errors.Join(err, out.Err())
	}
	r := f.runner(w, out)
	r.Approve = made.Approver()
	_, err = r.Apply(ctx, w.again)
	return errors.Join(err, out.Err())
}

// compare looks at all hosts and finds out whether they are what they were when
// the plan was made. Only where it fails is anything reported but progress.
func (f *applyFlags) compare(ctx context.Context, w *work, made plan.Plan, out reporter) error {
	var found plan.Recorder
	var end report.Event
	r := f.runner(w, report.Tee(&found, report.Func(func(e report.Event) {
		switch {
		case e.Kind == report.Done:
			end = e
		case e.Kind != report.Task || e.Result == report.Failed:
			out.Report(e)
		}
	})))
	r.Check = true
	_, err := r.Apply(ctx, w.build)
	if err == nil {
		if ds := made.Compare(found.Tasks()); ds != nil {
			err = &plan.DriftError{Differences: ds}
		}
	}
	if err != nil && end.Summary != nil {
		end.Time = time.Now()
		out.Report(end)
	}
	return err
}

// withheld reports assignments that the plan has already, and those that it
// lacks because they hold secrets.
func withheld(made plan.Plan, extra []string) error {
	var given []string
	for _, assignment := range extra {
		names, err := assigned(assignment)
		if err != nil {
			return err
		}
		given = append(given, names...)
	}
	for _, name := range given {
		if !slices.Contains(made.Withheld, name) {
			return usagef("-e %s: the plan says itself what the variables are", name)
		}
	}
	for _, name := range made.Withheld {
		if !slices.Contains(given, name) {
			return usagef("the plan was made with -e %s, which it does not keep because it holds a secret: give it again", name)
		}
	}
	return nil
}

// again returns the play that was built last: with the facts of that time.
func (w *work) again(recipes.Facts) (*recipes.Play, error) { return w.play, nil }
