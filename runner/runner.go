// Package runner carries plays out: it is the only part that talks to hosts.
package runner

import (
	"context"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/transport"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Runner carries out plays. Dialer is required; the zero value of every other
// field is its default. A Runner may be used for one run after another, not
// for two at once.
type Runner struct {
	Dialer   transport.Dialer
	Reporter report.Reporter // nil discards the events

	Check       bool                  // probe and plan only; nothing is changed
	Forks       int                   // hosts at a time; 0 means 64
	DialTimeout time.Duration         // for the whole way to a host; 0 means 10 s
	LockWait    time.Duration         // how long to wait for another run on a host; 0 means not at all
	Limit       func(host string) bool // nil means every host
}

// Run carries out the stages in order. A host that fails does no later stage.
// The error is a [*multierror.Error] of [*TaskError], [*HostError] and
// [*LockedError], one a host, or the context's error. A Summary event is
// always reported last.
func (r *Runner) Run(ctx context.Context, stages []*recipes.Stage) (report.Summary, error) {
	panic("not yet")
}

// ExecResult is what a command did on one host.
type ExecResult struct {
	Host           string
	Status         int // exit status
	Stdout, Stderr string
	Took           time.Duration
	Err            error // the command did not run, e.g. a [*HostError]; nil otherwise
}

// Exec runs the script on all hosts, at most Forks at a time, and hands each
// result to each, one at a time, as it comes. It takes no lock.
func (r *Runner) Exec(ctx context.Context, hosts []inventory.Host, s sh.Script, each func(ExecResult)) error {
	panic("not yet")
}
