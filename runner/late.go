package runner

import (
	"context"
	"errors"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// inParts converges the work in [from, to). Late tasks are made when what
// precedes them is done.
func (h *host) inParts(ctx context.Context, from, to int) error {
	for from < to {
		end := from
		for end < to && h.lateness(end) == nil {
			end++
		}
		if err := h.converge(ctx, from, end); err != nil {
			return err
		}
		from = end
		for end < to && h.lateness(end) != nil {
			end++
		}
		var err error
		if from, err = h.makeAll(ctx, from, end); err != nil {
			return err
		}
	}
	return nil
}

// lateness returns the task if it is not made yet, or nil.
func (h *host) lateness(i int) *recipes.Late {
	if late, ok := h.work[i].Task.(recipes.Late); ok {
		return &late
	}
	return nil
}

// makeAll makes the tasks in [from, to), which all are late, and returns the
// first that is not brought to an end.
func (h *host) makeAll(ctx context.Context, from, to int) (int, error) {
	if from == to {
		return to, nil
	}
	answers := h.ask(ctx, numbers(from, to)...)
	if err := ctx.Err(); err != nil {
		return from, err
	}
	for i := from; i < to; i++ {
		err := h.make(i, answers[i-from])
		if err == nil {
			continue
		}
		if err := h.converge(ctx, from, i); err != nil { // what precedes it may be the cure
			return from, err
		}
		d := decision{err: err}
		if !h.Check || !h.pending {
			return i, h.failTask(i, d, err)
		}
		h.tell(i, report.Waiting, d)
		h.await(i)
		from = i + 1
	}
	return from, nil
}

// numbers returns the numbers in [from, to).
func numbers(from, to int) []int {
	all := make([]int, 0, to-from)
	for i := from; i < to; i++ {
		all = append(all, i)
	}
	return all
}

// make puts the task in the place of the late one.
func (h *host) make(i int, answers []recipes.Answer) error {
	late := h.lateness(i)
	for _, a := range answers { // what the others say is not all that there is to say
		if yet := (*UnmadeError)(nil); errors.As(a.Err, &yet) && !yet.Failed {
			return a.Err
		}
	}
	made, err := late.Make(answers)
	h.mask.learn(func(k known) { k.values(made.Secrets) })
	if err != nil {
		return err
	}
	switch t := made.Task.(type) {
	case nil:
		return errNothing
	case recipes.Delegated, recipes.Late, recipes.Debt:
		return errElsewhere
	case interface{ Validate() error }:
		if err := t.Validate(); err != nil {
			return err
		}
	}
	h.mask.learn(func(k known) { k.of(made.Task) })
	h.work[i].defined, h.work[i].seen = false, nil // a survey may have made another one before
	h.work[i].Task = named{Task: made.Task, name: late.Name, from: h.unsettled(late.From)}
	return nil
}

// unsettled returns one of the hosts that has changes pending, or nil.
func (h *host) unsettled(asked []inventory.Host) *host {
	for _, in := range asked {
		if src := h.run.hosts[in.Name]; src != nil && (src == h && src.changing() || src != h && src.before.pending) {
			return src
		}
	}
	return nil
}

// named is a task that was made in the course of the run.
type named struct {
	tasks.Task
	name string
	from *host // which has changes pending that the task may depend on, or nil
}

func (n named) String() string { return n.name }

// Secrets returns those of the task.
func (n named) Secrets() []sh.Secret {
	if s, ok := n.Task.(tasks.Secretive); ok {
		return s.Secrets()
	}
	return nil
}

// Plan plans the task. In check mode, what is in sync with a value that may
// yet change may not stay so.
func (n named) Plan(got string) (tasks.Change, error) {
	c, err := n.Task.Plan(got)
	if err == nil && c.Empty() && c.Tentative == "" && n.from != nil {
		c.Tentative = "it is made of what " + n.from.Name + " says, where changes are pending"
	}
	return c, err
}

var (
	errNothing   = errors.New("no task was made")
	errElsewhere = errors.New("what was made is no task of this host, but delegated, late or a debt")

	errLimited = errors.New("the limit leaves it out")
	errBefore  = errors.New("it has failed before")
)
