package upgrade

import (
	"fmt"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/outage"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// OutageError says that clients were without an answer for too long while a
// node had its turn.
type OutageError struct {
	Node        string
	Took, Bound time.Duration
}

func (e *OutageError) Error() string {
	return fmt.Sprintf("%d ms without an answer are more than %d ms", e.Took.Milliseconds(), e.Bound.Milliseconds())
}

// Hint says where to look, and where the bound is.
func (e *OutageError) Hint() string {
	return "the nodes after " + e.Node + " are as they were; see in the journals of the nodes what took so long, and then run it again; upgrade: {outage: ...} of the recipe is the bound"
}

// measured judges what the client was answered until now.
func (t turns) measured(node string) tasks.Task {
	return recipes.Late{
		Name: "clients are answered during the turn of " + node, From: []inventory.Host{t.client}, Source: t.asking.Log(),
		Make: func(answers []recipes.Answer) (made recipes.Made, err error) {
			if err := answers[0].Err; err != nil {
				return made, err
			}
			seen, err := outage.Measure(t.asking.Request, answers[0].Printed)
			made.Task = answered{Node: node, Bound: t.bound, Seen: seen}
			return made, err
		},
	}
}

// answered wants the client to have been answered. It knows already.
type answered struct {
	Node  string
	Bound time.Duration
	Seen  outage.Measurement
}

var (
	_ tasks.Task    = answered{}
	_ tasks.Sampler = answered{}
)

func (a answered) String() string { return "clients are answered during the turn of " + a.Node }

// Probe has nothing to look at.
func (answered) Probe() sh.Script { return ":" }

// Plan says what was seen. The error is an [*OutageError].
func (a answered) Plan(string) (c tasks.Change, err error) {
	c.Found = a.Seen.String()
	if a.Seen.Outage > a.Bound {
		err = &OutageError{Node: a.Node, Took: a.Seen.Outage, Bound: a.Bound}
	}
	return c, err
}

// Sample is of a probe that prints nothing.
func (answered) Sample() (before, after string) { return "", "" }
