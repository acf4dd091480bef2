package runner

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner/internal/wire"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// factStage is what reports name as the stage in which facts are gathered.
const factStage = "facts"

// Gather returns the facts that are needed, in one trip to every host that has
// any. It takes no lock and ends no run with a summary: the events are those of
// hosts and facts that could not be asked, and these stay unknown, as do those of
// hosts for which Limit does not hold. The error holds, one a host
// and within a multierror.Error, a [*HostError], or a [*TaskError] with the
// name of the fact; and the context's error.
func (r *Runner) Gather(ctx context.Context, needs []recipes.Need) (recipes.Facts, error) {
	look := *r
	look.Check = true // no lock
	u := look.begin()
	defer u.close()
	u.mask.learn(func(k known) {
		for _, n := range needs {
			k.login(n.Host)
		}
	})
	facts := recipes.Facts{}
	u.gather(ctx, needs, facts)
	return facts, u.failures(ctx, nil)
}

// gather adds to facts what the hosts answer. A host that cannot be asked has
// failed, and does no work in this run.
func (u *run) gather(ctx context.Context, needs []recipes.Need, facts recipes.Facts) {
	of := map[*host][]recipes.Need{}
	var hosts []*host
	for _, n := range needs {
		if u.Limit != nil && !u.Limit(n.Host.Name) {
			continue
		}
		h := u.host(n.Host)
		if of[h] == nil {
			hosts = append(hosts, h)
		}
		of[h] = append(of[h], n)
	}
	answers := make([][]answer, len(hosts))
	var g errgroup.Group
	g.SetLimit(u.forks())
	for i, h := range hosts {
		g.Go(func() error { answers[i] = h.answer(ctx, of[h]); return nil })
	}
	_ = g.Wait() // failures are kept on the hosts
	for i, h := range hosts {
		for j, a := range answers[i] {
			if a.known {
				facts.Add(h.Name, of[h][j].Name, a.printed)
			}
		}
	}
}

// answer is what a host says to a question.
type answer struct {
	printed string
	known   bool
}

// answer asks the host for facts.
func (h *host) answer(ctx context.Context, needs []recipes.Need) []answer {
	if h.failed() || ctx.Err() != nil {
		return nil
	}
	if h.sleeps(ctx) {
		return nil
	}
	h.say(report.Event{Kind: report.Progress, Stage: factStage, Host: h.Name, Task: "gathering facts"})
	answers := make([]answer, len(needs))
	h.guardedIn(ctx, factStage, func() error {
		var b wire.Batch
		sent := time.Now()
		for i, n := range needs {
			b.Run(i, sh.Script(fmt.Sprintf("hrun_sent=%d.%09d\n", sent.Unix(), sent.Nanosecond()))+n.Probe)
		}
		var first error
		err := h.send(&b, func(r wire.Result) {
			err := unanswered(r)
			if err == nil {
				answers[r.Task] = answer{r.Stdout, true}
			} else if err = h.failFact(needs[r.Task].Name, err); first == nil {
				first = err
			}
		})
		if late := (*lateError)(nil); errors.As(err, &late) {
			return h.failFact(needs[late.task].Name, late.as("probe"))
		} else if err != nil {
			return err
		}
		return first
	})
	return answers
}

var errCut = errors.New("the probe prints more than 16 MiB")

// unanswered says why what a probe printed is no answer.
func unanswered(r wire.Result) error {
	switch {
	case r.Status != 0:
		return &ScriptError{What: "probe", Status: r.Status, Stderr: r.Stderr}
	case r.Cut:
		return errCut
	}
	return nil
}

// factTask is how reports call a fact.
func factTask(name string) string { return "fact " + name }

// failFact reports a fact that could not be asked, as the task that it is not.
func (h *host) failFact(name string, err error) error {
	h.count(report.Failed)
	e := report.Event{Kind: report.Task, Stage: factStage, Host: h.Name, Task: factTask(name), Result: report.Failed, Err: err, Hint: Hint(err)}
	var script *ScriptError
	if errors.As(err, &script) {
		e.Stderr = script.Stderr
	}
	h.say(e)
	return h.mask.error(&TaskError{Host: h.Name, Stage: factStage, Task: e.Task, Err: err})
}

// countUnasked counts the hosts that could not be asked for facts as failures
// of the first stage that they would have worked in.
func (u *run) countUnasked(plan []*stage) {
	for _, s := range plan {
		for _, h := range s.hosts {
			if h.broken() && !h.counted {
				s.countFailure(h)
			}
		}
	}
}
