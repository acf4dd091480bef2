package runner

import (
	"context"
	"errors"
	"fmt"
	"strings"

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
	for _, a := range q.to {
		if err != nil {
			*a = recipes.Answer{Host: q.name, Err: err}
		}
		if a.Err != nil {
			a.Err = fmt.Errorf("asking %s: %w", q.name, a.Err)
		}
	}
}

// askHost asks one host, which may be at work for itself: its shell is used
// between two batches. An error says that there is no answer at all.
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
	if src != h {
		src.revive()
		if err := src.connectAfter(ctx, q.dials); err != nil {
			return cause(err)
		}
		over := src.interruptible(ctx)
		defer over()
	}
	var b wire.Batch
	for n, i := range q.ask {
		b.Run(n, h.lateness(i).Source)
	}
	err := src.send(&b, func(r wire.Result) { q.to[r.Task].Printed, q.to[r.Task].Err = r.Stdout, unanswered(r) })
	if late := (*lateError)(nil); errors.As(err, &late) {
		return late.as("probe")
	}
	return cause(err)
}

// cause leaves out the name of the host, which is said anyway.
func cause(err error) error {
	var he *HostError
	if errors.As(err, &he) {
		return he.Err
	}
	return err
}
