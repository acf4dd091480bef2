package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner/plan"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/report/human"
)

// errUnasked says that a play would destroy something, and that nobody has
// been asked yet.
var errUnasked = errors.New("nobody was asked")

// errDeclined says that a person did not want what would have been destroyed to
// be so.
var errDeclined = errors.New("nothing was changed, because you did not agree")

// destroying returns the stages that would destroy something, on hosts that the
// run works on.
func (w *work) destroying() []*recipes.Stage {
	var all []*recipes.Stage
	for _, s := range w.play.Stages {
		if s.Confirm != "" && !s.Survey && len(stageHosts(s, w.limit)) > 0 {
			all = append(all, s)
		}
	}
	return all
}

// harmless builds the play, unless it would destroy something.
func (w *work) harmless(known recipes.Facts) (*recipes.Play, error) {
	play, err := w.build(known)
	if err == nil && len(w.destroying()) > 0 {
		return nil, errUnasked
	}
	return play, err
}

// consent has a person agree to what the play destroys, if any of it is there to
// be destroyed: that is looked at first.
func (p *Program) consent(ctx context.Context, f *applyFlags, w *work) error {
	if err := p.canConsent(f, w); err != nil {
		return err
	}
	out := f.reporter(ctx, p, human.Options{Diff: f.diff, Hosts: w.hosts, Tasks: expected(w.play, w.limit)})
	var found []plan.Task
	err := f.look(ctx, w, out, func(tasks []plan.Task) error { found = tasks; return nil })
	out.Close()
	if err = errors.Join(err, out.Err()); err != nil {
		return err
	}
	return p.consentTo(ctx, f, w, found)
}

// canConsent reports that there is something to be agreed to, and nobody to
// agree.
func (p *Program) canConsent(f *applyFlags, w *work) error {
	if stages := w.destroying(); !f.yes && len(stages) > 0 && !p.onTerminal() {
		return usagef("this run %s; there is no terminal to ask on whether that is meant: if it is, say --yes", stages[0].Confirm)
	}
	return nil
}

// consentTo asks about those stages for which changes were found.
func (p *Program) consentTo(ctx context.Context, f *applyFlags, w *work, found []plan.Task) error {
	var question strings.Builder
	for _, s := range w.destroying() {
		if slices.ContainsFunc(found, func(t plan.Task) bool { return t.Stage == s.Name && t.Result != report.OK }) {
			fmt.Fprintf(&question, "This run %s.\n", s.Confirm)
		}
	}
	if f.yes || question.Len() == 0 {
		return nil
	}
	if yes, err := p.askYes(ctx, p.masked(question.String())+"Go on? [y/N] "); err != nil || yes {
		return err
	}
	return errDeclined
}

// askYes asks on the terminal. If the context ends, the read is left behind.
func (p *Program) askYes(ctx context.Context, question string) (yes bool, err error) {
	if !p.onTerminal() {
		return false, &UsageError{errors.New("there is no terminal to ask on; --yes agrees")}
	}
	_, _ = fmt.Fprint(p.Stderr, question)
	answers := make(chan string, 1)
	go func() {
		line, _ := bufio.NewReader(p.Stdin.(*os.File)).ReadString('\n') // what cannot be read is no yes
		answers <- strings.ToLower(strings.TrimSpace(line))
	}()
	select {
	case <-ctx.Done():
		_, _ = fmt.Fprintln(p.Stderr)
		return false, context.Cause(ctx)
	case answer := <-answers:
		return answer == "y" || answer == "yes", nil
	}
}
