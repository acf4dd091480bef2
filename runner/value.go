package runner

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner/internal/wire"
	"github.com/hrun-dev/hrun/runner/report"
)

// before is what a host was like when the stage began: what other hosts may go
// by in the meantime.
type before struct {
	failed  bool
	pending bool // check mode: changes of it are only planned
}

// mark keeps what the hosts are like between two stages.
func (u *run) mark() {
	for _, h := range u.hosts {
		h.before = before{failed: h.failed(), pending: h.changing()}
	}
}

// changing tells, in check mode, whether the host would be changed.
func (h *host) changing() bool { return h.counts.Planned+h.counts.Waiting > 0 }

// question is what late tasks are to be made of, by the host that is asked.
type question struct {
	name string
	to   []*recipes.Answer // where the answers go
	ask  []int             // the tasks whose sources they come from

	answered int // how many of them have come

	dials int // how often at most the host is dialled, if it was lost
}

// ask asks for what the late tasks are made of, in one trip to each host that
// knows something, all hosts at once. The answers are in the order of the tasks.
func (h *host) ask(ctx context.Context, tasks ...int) [][]recipes.Answer {
	answers := make([][]recipes.Answer, len(tasks))
	of := map[string]*question{}
	var questions []*question
	var names []string
	for n, i := range tasks {
		from := h.lateness(i).From
		answers[n] = make([]recipes.Answer, len(from))
		for j, in := range from {
			answers[n][j].Host = in.Name
			q := of[in.Name]
			if q == nil {
				q = &question{name: in.Name}
				of[in.Name] = q
				questions, names = append(questions, q), append(names, in.Name)
			}
			q.ask, q.to = append(q.ask, i), append(q.to, &answers[n][j])
			if q.dials = max(q.dials, 1); len(from) == 1 { // of several, one that is away is an answer like others
				q.dials = dials
			}
		}
	}
	h.say(report.Event{Kind: report.Progress, Stage: h.work[tasks[0]].stage, Host: h.Name, Task: "asking " + strings.Join(names, ", ")})
	var g errgroup.Group
	g.SetLimit(h.forks())
	for _, q := range questions {
		g.Go(func() error { h.put(ctx, q); return nil })
	}
	_ = g.Wait() // what goes wrong is an answer
	return answers
}

// put puts the question to its host.
func (h *host) put(ctx context.Context, q *question) {
	err := h.askHost(ctx, q)
	for n, a := range q.to {
		if n >= q.answered {
			*a = recipes.Answer{Host: q.name, Err: err, Unasked: err == errLimited || err == errBefore}
		}
		if a.Err != nil {
			a.Err = fmt.Errorf("asking %s: %w", q.name, a.Err)
		}
	}
}

// askHost asks one host, which may be at work for itself: its shell is used
// between two batches. An error says why there are no further answers.
func (h *host) askHost(ctx context.Context, q *question) error {
	src := h.run.hosts[q.name]
	switch {
	case src == nil:
		return errLimited
	case src != h && src.before.failed:
		return errBefore
	case src.unmade != nil:
		return src.unmade
	}
	for q.answered < len(q.ask) && ctx.Err() == nil {
		if src != h {
			src.revive()
		} else if q.answered > 0 {
			h.renew()
		}
		if err := h.askFurther(ctx, src, q); err != nil {
			return cause(err)
		}
	}
	return ctx.Err()
}

// askFurther asks for the answers that have not come yet, up to one that takes
// too long: that ends the shell, and is an answer too.
func (h *host) askFurther(ctx context.Context, src *host, q *question) error {
	if err := src.connectAfter(ctx, q.dials); err != nil {
		return err
	}
	if src != h {
		over := src.interruptible(ctx)
		defer over()
	}
	var b wire.Batch
	for n := q.answered; n < len(q.ask); n++ {
		b.Run(n, h.lateness(q.ask[n]).Source)
	}
	limit := func(_ wire.Kind, n int) time.Duration { return h.limit(wire.Probed, q.ask[n]) }
	err := src.sendWithin(limit, &b, func(r wire.Result) {
		q.to[r.Task].Printed, q.to[r.Task].Err = r.Stdout, unanswered(r)
		q.answered = r.Task + 1
	})
	var late *lateError
	if !errors.As(err, &late) {
		return err
	}
	q.to[late.task].Err = late.as("probe")
	q.answered = late.task + 1
	return nil
}

// cause leaves out the name of the host, which is said anyway.
func cause(err error) error {
	var he *HostError
	if errors.As(err, &he) {
		return he.Err
	}
	return err
}
