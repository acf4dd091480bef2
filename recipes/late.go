package recipes

import (
	"errors"
	"fmt"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Late is a task that is made in the course of a run, of what hosts say then:
// usually another host, which has made something that this one needs, such as
// a token to join it; or several that are judged together, as by which of them
// holds an address. The question is put when the work of the host has come
// to the task, so all earlier stages are done on all hosts. What is made in the
// same stage on another host may or may not be there.
//
// What is made must be a task of this host: neither [Delegated] nor another Late.
// It is observed, planned and done as any other, under the
// name of the Late. Where it cannot be made, the host fails; in check mode it
// waits if any change is pending that may be the cure. So it does where it is in
// sync, but a host that was asked has changes pending, and where one that is
// asked is yet to be made (see [Stage.Creates]).
//
// Package recipes/facts has a typed form for one host, facts.Use.
type Late struct {
	Name   string           // unique among the tasks of the host
	From   []inventory.Host // which are asked, at once; they need not do any work in the play
	Source sh.Script        // read-only; prints what the task is made of

	// Make is pure, and is handed one answer of each host, in the order of From.
	// What it returns must be the same whenever it is handed the same answers.
	Make func([]Answer) (Made, error)
}

// Answer is what a host has said.
type Answer struct {
	Host    string // its inventory name
	Printed string // by the source, on standard output

	// Err says, with the name of the host, why there is no answer: the host
	// cannot be reached, has failed before, is not among those that the run is
	// limited to, or the source has failed there. That does not make the task
	// fail by itself: where it should, Make returns it.
	Err error

	// Unasked says that the host was not even asked, because it has failed
	// before, which is told of it there, or because the run is limited to others.
	// Any other error is told by nobody else.
	Unasked bool
}

// Made is a task, and what of the text that it was made of is secret. The
// secrets count also where there is an error, and no task.
type Made struct {
	Task    tasks.Task
	Secrets []sh.Secret
}

var _ tasks.Task = Late{}

// Validate reports what is missing.
func (l Late) Validate() error {
	if l.Name == "" || len(l.From) == 0 || l.Source == "" || l.Make == nil {
		return errors.New("a late task needs a name, a host, a source and a function")
	}
	seen := map[string]bool{}
	for _, h := range l.From {
		if h.Name == "" || seen[h.Name] {
			return fmt.Errorf("a late task asks the host %q: each needs a name, and is asked once", h.Name)
		}
		seen[h.Name] = true
	}
	return nil
}

func (l Late) String() string { return l.Name }

// Probe fails: there is nothing to look for before the task is made.
func (l Late) Probe() sh.Script { return "echo 'the task is not made yet' >&2; exit 1" }

var errNotMade = errors.New("the task is not made yet")

// Plan is an error, for the same reason.
func (l Late) Plan(string) (tasks.Change, error) { return tasks.Change{}, errNotMade }
