package cli

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/report/human"
	"github.com/hrun-dev/hrun/runner/report/ndjson"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// execFlags are the flags of exec.
type execFlags struct {
	inventoryFlags
	connectionFlags
	outputFlags

	taskTimeout time.Duration
}

func (p *Program) exec() *cobra.Command {
	var f execFlags
	cmd := &cobra.Command{
		Use:   "exec PATTERN -i INVENTORY -- COMMAND...",
		Short: "Run a command on hosts",
		Long: `exec runs a command on all hosts that match a pattern, at once. Several words
are a command and its arguments, each taken literally; a single word is a shell
script.

` + exitCodes,
		Example: `  hrun exec hapx -i hosts.yaml -- systemctl is-active haproxy
  hrun exec 'all:!gate' -i hosts.yaml -- 'df -h / | tail -n 1'`,
		Args:              cobra.MinimumNArgs(1),
		ValidArgsFunction: cobra.NoFileCompletions,
	}
	cmd.RunE = p.do(func(ctx context.Context, args []string) error {
		if cmd.ArgsLenAtDash() != 1 || len(args) < 2 {
			return usagef("write: hrun exec PATTERN -i INVENTORY -- COMMAND...")
		}
		return p.execCommand(ctx, &f, args[0], script(args[1:]))
	})
	f.inventoryFlags.add(cmd)
	cmd.Flags().DurationVar(&f.taskTimeout, "task-timeout", 0, "end the command where it takes longer, such as 30s or 5m (default never)")
	f.connectionFlags.add(cmd)
	f.outputFlags.add(cmd)
	return cmd
}

// script returns what the words after "--" mean.
func script(words []string) sh.Script {
	if len(words) == 1 {
		return sh.Script(words[0])
	}
	return sh.Cmd(words[0], words[1:]...)
}

func (p *Program) execCommand(ctx context.Context, f *execFlags, pattern string, s sh.Script) error {
	if f.taskTimeout < 0 {
		return usagef("--task-timeout %s is negative", f.taskTimeout)
	}
	inv, err := f.load(ctx, p)
	if err != nil {
		return err
	}
	inv, find, err := f.override(ctx, p, inv)
	if err != nil {
		return err
	}
	hosts, err := inv.Match(pattern)
	if err != nil {
		return err
	}
	names := make([]string, len(hosts))
	for i, h := range hosts {
		names[i] = h.Name
	}
	if err := readyLogins(inv, names, find); err != nil {
		return err
	}
	out := f.execReporter(p, names)
	r := runner.Runner{
		Dialer: newDialer(find, p.authorities(f.files)), Secrets: p.known, Forks: int(f.forks),
		DialTimeout: f.dialTimeout(), TaskTimeout: f.taskTimeout,
	}
	var failed []string
	var all []error
	err = r.Exec(ctx, hosts, s, func(res runner.ExecResult) {
		switch {
		case ctx.Err() != nil && res.Err != nil: // ended by us
		case is[*runner.TimeoutError](res.Err):
			out.Exec(time.Now(), report.Exec{
				Host: res.Host, Status: -1, Stdout: res.Stdout, Stderr: res.Stderr, Took: res.Took, Err: res.Err, Hint: runner.Hint(res.Err),
			})
			all = append(all, res.Err)
		case res.Err != nil:
			out.Report(broken(res))
			all = append(all, res.Err)
		default:
			out.Exec(time.Now(), report.Exec{Host: res.Host, Status: res.Status, Stdout: res.Stdout, Stderr: res.Stderr, Took: res.Took})
			if res.Status != 0 {
				failed = append(failed, res.Host)
			}
		}
	})
	if failed != nil {
		slices.Sort(failed)
		all = append(all, &CommandError{failed})
	}
	return errors.Join(append(all, err, out.Err())...)
}

// execReporter reports commands and the hosts where none could run.
type execReporter interface {
	report.Reporter
	Exec(time.Time, report.Exec)
	Err() error
}

func (f *execFlags) execReporter(p *Program, hosts []string) execReporter {
	if f.json() {
		return ndjson.New(p.Stdout)
	}
	return human.New(p.Stdout, f.human(p, human.Options{Hosts: hosts, Whole: true}))
}

// broken is the event of a host that no command could run on.
func broken(res runner.ExecResult) report.Event {
	e := report.Event{Kind: report.Host, Time: time.Now(), Host: res.Host, Result: report.Unreachable, Err: res.Err, Hint: runner.Hint(res.Err)}
	var he *runner.HostError
	if errors.As(res.Err, &he) {
		e.Err = he.Err
		if he.Lost {
			e.Result = report.Lost
		}
	}
	return e
}
