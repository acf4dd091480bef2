package failover

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/outage"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// outcome is a task that says what came of a trial.
type outcome struct {
	What  string // was tried
	Found string
	Wrong []error
}

// OutageError says that a service was away for too long.
type OutageError struct {
	What        string // has made it move
	Took, Bound time.Duration
}

func (e *OutageError) Error() string {
	return fmt.Sprintf("%d ms without an answer are more than %d ms", e.Took.Milliseconds(), e.Bound.Milliseconds())
}

// Hint says where the bound is.
func (e *OutageError) Hint() string {
	return "see in the journals of the nodes what took so long; the parameter failover of the recipe has the bounds"
}

// judge keeps what is wrong.
func (o *outcome) judge(clients outage.Measurement, nodes []outage.Held, bound time.Duration, b build) {
	wrong := func(err error) { o.Wrong = append(o.Wrong, err) }
	if !clients.Answers {
		wrong(fmt.Errorf("%v does not answer", b.Request))
	}
	if clients.Outage > bound {
		wrong(&OutageError{What: o.What, Took: clients.Outage, Bound: bound})
	}
	if err := outage.Both(nodes, b.Both); err != nil {
		wrong(err)
	}
	if !slices.ContainsFunc(nodes, func(n outage.Held) bool { return !n.First && len(n.Intervals) > 0 }) {
		wrong(fmt.Errorf("no other node has had %v", b.Address))
	}
	had, holds := 0, 0
	for _, n := range nodes {
		if n.First {
			had++
		}
		if n.Last {
			holds++
		}
	}
	if had != 1 {
		wrong(fmt.Errorf("one node is to have had %v at the beginning, and %d had", b.Address, had))
	}
	if holds != 1 {
		wrong(fmt.Errorf("one node is to hold %v, and %d do", b.Address, holds))
	}
}

func (o outcome) String() string { return "outage by " + o.What }

// Probe has nothing to look at: the task is made of what was seen.
func (outcome) Probe() sh.Script { return ":" }

// Plan says what was found, and what is wrong with it.
func (o outcome) Plan(string) (tasks.Change, error) {
	return tasks.Change{Found: o.Found}, errors.Join(o.Wrong...)
}

// Sample is of a probe that prints nothing.
func (outcome) Sample() (before, after string) { return "", "" }
