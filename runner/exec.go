package runner

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner/internal/wire"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// ExecResult is what a command did on one host.
type ExecResult struct {
	Host           string
	Status         int    // exit status
	Stdout, Stderr string // at most 16 MiB of each; where that is not all, Stderr says so; with a [*TimeoutError], what was printed until then
	Took           time.Duration
	Err            error // the command did not run, a [*HostError], or not to its end, a [*TimeoutError]; nil otherwise
}

// Exec runs the script on all hosts, at most Forks at a time, and hands each
// result to each, one at a time, as it comes. It takes no lock and reports no
// events. The error is the context's.
func (r *Runner) Exec(ctx context.Context, hosts []inventory.Host, s sh.Script, each func(ExecResult)) error {
	look := *r
	look.Check = true // no lock
	u := look.begin()
	u.mask.learn(func(k known) {
		for _, h := range hosts {
			k.login(h)
		}
	})
	for _, in := range hosts {
		u.hosts[in.Name] = &host{run: u, Host: in}
	}
	defer u.close()
	var one sync.Mutex
	var g errgroup.Group
	g.SetLimit(r.forks())
	for _, in := range distinct(hosts) {
		g.Go(func() error {
			res := u.mask.result(u.hosts[in.Name].exec(ctx, s))
			one.Lock()
			defer one.Unlock()
			each(res)
			return nil
		})
	}
	_ = g.Wait() // failures are in the results
	return ctx.Err()
}

func (h *host) exec(ctx context.Context, s sh.Script) ExecResult {
	res := ExecResult{Host: h.Name}
	if res.Err = ctx.Err(); res.Err != nil {
		return res
	}
	if res.Err = h.connect(ctx); res.Err != nil {
		return res
	}
	over := h.interruptible(ctx)
	defer over()
	var b wire.Batch
	b.Run(0, s)
	res.Err = h.send(&b, func(r wire.Result) {
		res.Status, res.Stdout, res.Stderr, res.Took = r.Status, r.Stdout, r.Stderr, r.Took
		if r.Cut {
			res.Stderr += "\nhrun: only the first 16 MiB of the output are kept\n"
		}
	})
	var late *lateError
	if errors.As(res.Err, &late) {
		res.Stdout, res.Stderr, res.Took = late.stdout, late.stderr, late.Limit
		if res.Err = late.TimeoutError; res.Stdout+res.Stderr != "" {
			res.Err = &TimeoutError{What: late.What, Limit: late.Limit}
		}
	}
	return res
}

// distinct returns the hosts without those that were named before.
func distinct(hosts []inventory.Host) []inventory.Host {
	seen := map[string]bool{}
	return slices.DeleteFunc(slices.Clone(hosts), func(h inventory.Host) bool {
		again := seen[h.Name]
		seen[h.Name] = true
		return again
	})
}
