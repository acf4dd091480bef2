package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
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
	"yes", "lock-wait", "serial", "max-fail-percentage", "task-timeout",
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
	if err := p.canConsent(f, w); err != nil {
		return err
	}
	options := human.Options{Diff: f.diff, Hosts: w.hosts, Tasks: expected(w.play, w.limit)}
	out := f.reporter(ctx, p, options)
	err = f.compare(ctx, w, made, out)
	out.Close()
	if err = errors.Join(err, out.Err()); err != nil {
		return err
	}
	if err := p.consentTo(ctx, f, w, made.Tasks); err != nil {
		return err
	}
	out = f.reporter(ctx, p, options)
	defer out.Close()
	r := f.runner(w, out)
	r.Approve = made.Approver()
	_, err = r.Apply(ctx, w.again())
	return errors.Join(err, out.Err())
}

// compare finds out whether all hosts are what they were when the plan was made.
func (f *applyFlags) compare(ctx context.Context, w *work, made plan.Plan, out reporter) error {
	return f.look(ctx, w, out, func(found []plan.Task) error {
		if ds := made.Compare(found); ds != nil {
			return &plan.DriftError{Differences: ds}
		}
		return nil
	})
}

// look looks at all hosts, and judges what was found. Only where that fails is
// anything reported but progress.
func (f *applyFlags) look(ctx context.Context, w *work, out reporter, judge func([]plan.Task) error) error {
	var found plan.Recorder
	var end report.Event
	r := f.runner(w, report.Tee(&found, report.Func(func(e report.Event) {
		switch {
		case e.Kind == report.Done:
			end = e
		case e.Kind == report.Warning: // is told when it is done
		case e.Kind != report.Task || e.Result == report.Failed:
			out.Report(e)
		}
	})))
	r.Check = true
	_, err := r.Apply(ctx, w.build)
	if err == nil {
		err = judge(found.Tasks())
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

// again returns what builds the play with the facts that were known when it was
// built last. Only those that were not known then, because a host was to be made
// first, are learned now.
func (w *work) again() builder {
	then, facts := w.play, recipes.Facts{}
	for host, all := range w.facts {
		facts[host] = maps.Clone(all)
	}
	return func(now recipes.Facts) (*recipes.Play, error) {
		if len(then.Needs()) == 0 {
			return then, nil
		}
		for host, all := range now {
			for name, printed := range all {
				if _, known := facts.Fact(host, name); !known {
					facts.Add(host, name, printed)
				}
			}
		}
		return w.build(facts)
	}
}
