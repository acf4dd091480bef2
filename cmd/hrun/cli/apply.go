package cli

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/report/human"
)

// applyFlags are the flags of apply.
type applyFlags struct {
	inventoryFlags
	connectionFlags
	outputFlags

	limit            string
	check, diff      bool
	exitCode         bool
	assertIdempotent bool
	listHosts        bool
	listTasks        bool
	yes              bool
	lockWait         time.Duration
	retries          retries
	taskTimeout      time.Duration
	serial           batches
	maxFail          failures
}

func (p *Program) apply() *cobra.Command {
	var f applyFlags
	cmd := &cobra.Command{
		Use:   "apply RECIPE... -i INVENTORY | apply PLANFILE",
		Short: "Bring hosts to the described state",
		Long: `apply brings the hosts of an inventory to the state that recipes describe. "hrun
recipes" lists them.

With --check nothing is changed: it prints what would be. With
--assert-idempotent, a run that changed something is followed by a check, which
must find nothing left to change; the recap counts what it finds as planned.

Where a recipe destroys what cannot be had again, such as machines with their
data, it is asked on the terminal before anything is done. Without a terminal, the
run is refused unless there is --yes.

A single argument that is the path of a file written by "hrun plan -o" is that
plan, carried out with the inventory and the parameters that it was made with.
All hosts are looked at first: where anything is not as it was then, nothing is
changed anywhere. A change that turns out otherwise when its turn comes is
refused. Tasks that were waiting were said to be unknown, and may do what comes
out.

` + exitCodes,
		Example: `  hrun apply recipes/hapx -i hosts.yaml --check --diff
  hrun apply recipes/hapx -i hosts.yaml --limit 'hapx:!hapx-node02'`,
		Args:              atLeastOne("which recipe? \"hrun recipes\" lists them"),
		ValidArgsFunction: p.completeRecipes,
	}
	cmd.RunE = p.do(func(ctx context.Context, args []string) error {
		file, err := planAmong(args)
		switch {
		case err != nil:
			return err
		case file != "":
			return p.applyPlan(ctx, &f, file, cmd.Flags())
		}
		return p.applyRecipes(ctx, &f, args)
	})
	f.inventoryFlags.add(cmd)
	fs := cmd.Flags()
	fs.StringVarP(&f.limit, "limit", "l", "", "only the hosts that match this `pattern`")
	fs.BoolVarP(&f.check, "check", "C", false, "change nothing, print what would change")
	fs.BoolVarP(&f.diff, "diff", "D", false, "print every difference in full")
	fs.BoolVar(&f.exitCode, "exit-code", false, "with --check, exit 3 if changes are pending")
	fs.BoolVar(&f.assertIdempotent, "assert-idempotent", false, "exit 3 if a second run would change something")
	fs.BoolVar(&f.listHosts, "list-hosts", false, "print the hosts that a run would work on, contact none")
	fs.BoolVar(&f.listTasks, "list-tasks", false, "print stages, hosts, tasks and handlers, contact no host")
	fs.BoolVarP(&f.yes, "yes", "y", false, "agree to what the recipes destroy, which is asked otherwise")
	fs.DurationVar(&f.lockWait, "lock-wait", 0, "how long to wait for another run on a host, such as 30s or 5m (default not at all)")
	fs.Var(&f.serial, "serial", "take so many hosts at a time (`N|N%[,...]`) through each stage; the last number repeats, as in 1,25%. A stage that says itself how many, or in which hosts take turns, does as the recipe says")
	fs.Var(&f.maxFail, "max-fail-percentage", "end the run once more than `N` percent of the hosts of a stage have failed or were unreachable; 0 stops at the first (default: 0 with --serial, otherwise never). A stage that says itself how many does as the recipe says")
	fs.Var(&f.retries, "retries", "try a task that fails up to this `number` of times more, unless the recipe says how often; the first time after a second")
	fs.DurationVar(&f.taskTimeout, "task-timeout", time.Hour, "end a script that takes longer on a host, unless the recipe gives the task a limit; 0 waits for ever")
	f.connectionFlags.add(cmd)
	f.outputFlags.add(cmd)
	return cmd
}

// contradiction reports flags that make no sense together.
func (f *applyFlags) contradiction() error {
	switch {
	case f.check && f.assertIdempotent:
		return usagef("--assert-idempotent changes hosts and --check does not; to test for pending changes there is --exit-code")
	case f.listHosts && f.listTasks:
		return usagef("choose one of --list-hosts and --list-tasks")
	case f.exitCode && !f.check:
		return usagef("--exit-code goes with --check; to test a run that changes hosts there is --assert-idempotent")
	case f.json() && (f.listHosts || f.listTasks):
		return usagef("--list-hosts and --list-tasks print text; leave out --output json")
	case f.taskTimeout < 0:
		return usagef("--task-timeout %s is negative", f.taskTimeout)
	case f.lockWait < 0:
		return usagef("--lock-wait %s is negative", f.lockWait)
	}
	return nil
}

func (p *Program) applyRecipes(ctx context.Context, f *applyFlags, names []string) error {
	if err := f.contradiction(); err != nil {
		return err
	}
	w, err := p.prepare(ctx, f, names, f.check || f.listing())
	if err != nil {
		return err
	}
	switch {
	case f.listHosts:
		return p.printHosts(w.hosts)
	case f.listTasks:
		return p.printTasks(w.play, w.limit)
	}
	return p.run(ctx, f, w)
}

// listing tells whether no host is to be contacted.
func (f *applyFlags) listing() bool { return f.listHosts || f.listTasks }

func (p *Program) run(ctx context.Context, f *applyFlags, w *work, also ...report.Reporter) error {
	if f.check || f.yes {
		return p.carryOut(ctx, f, w, w.build, also...)
	}
	err := p.carryOut(ctx, f, w, w.harmless)
	if !errors.Is(err, errUnasked) {
		return err
	}
	if err := p.consent(ctx, f, w); err != nil {
		return err
	}
	return p.carryOut(ctx, f, w, w.build)
}

// carryOut runs what is built, and reports it.
func (p *Program) carryOut(ctx context.Context, f *applyFlags, w *work, build builder, also ...report.Reporter) error {
	out := f.reporter(ctx, p, human.Options{Diff: f.diff, Hosts: w.hosts, Tasks: expected(w.play, w.limit)})
	defer out.Close()
	unasked := false
	r := f.runner(w, report.Func(func(e report.Event) {
		if !unasked || e.Kind != report.Done { // of a run that is only about to begin
			report.Tee(append(also, out)...).Report(e)
		}
	}))
	watched := func(known recipes.Facts) (*recipes.Play, error) {
		play, err := build(known)
		unasked = errors.Is(err, errUnasked)
		return play, err
	}
	var summary report.Summary
	var err error
	if f.assertIdempotent {
		summary, err = runTwice(ctx, r, watched)
	} else {
		summary, err = r.Apply(ctx, watched)
	}
	if err == nil && (f.exitCode || f.assertIdempotent) {
		err = pending(summary, f.assertIdempotent)
	}
	return errors.Join(err, out.Err())
}

// runner returns what carries the work out.
func (f *applyFlags) runner(w *work, out report.Reporter) runner.Runner {
	return runner.Runner{
		Dialer: newDialer(w.find, w.authorities), Reporter: out, Secrets: w.known, Check: f.check, Forks: int(f.forks),
		DialTimeout: f.dialTimeout(), LockWait: f.lockWait, Limit: w.limit,
		Tries: 1 + int(f.retries), TaskTimeout: f.taskTimeout,
		Serial: f.serial.Batches, MaxFail: f.maxFail.Size,
	}
}

// pending returns a [*PendingError] if the summary has anything left to do.
func pending(s report.Summary, second bool) error {
	var hosts []string
	for name, c := range s.Hosts {
		if c.Planned+c.Waiting > 0 {
			hosts = append(hosts, name)
		}
	}
	if hosts == nil {
		return nil
	}
	slices.Sort(hosts)
	return &PendingError{Hosts: hosts, Second: second}
}
