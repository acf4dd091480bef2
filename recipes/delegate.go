package recipes

import (
	"errors"
	"fmt"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Delegated is a task that is done on another host than the one whose work it
// is part of, such as to take this host out of a load balancer. It is planned and
// done there, by what is the case then, when the work of this host has come to
// it, and counts as work of this host: if it fails, this host has failed.
//
// The other host must not be at work itself in the same stage. If several
// hosts delegate to it, one task is done there at a time. It is locked for the
// rest of the run, like any host that the run changes, and need not be among
// those that the run is limited to.
type Delegated struct {
	Host inventory.Host // which does it
	Task tasks.Task
}

var _ tasks.Task = Delegated{}

// DoOn appends a task to the work of this host that is done on another one;
// see [Delegated]. Its change notifies handlers of this host: the debts are
// written here before anything is done there.
func (h *Host) DoOn(other inventory.Host, t tasks.Task, notify ...*Handler) {
	h.DoThen(Delegated{other, t}, notify...)
}

// String names the other host: "-> lb01: server web01 drained".
func (d Delegated) String() string { return "-> " + d.Host.Name + ": " + d.Task.String() }

// Probe is that of the task.
func (d Delegated) Probe() sh.Script { return d.Task.Probe() }

// Plan is that of the task.
func (d Delegated) Plan(got string) (tasks.Change, error) { return d.Task.Plan(got) }

// Secrets returns those of the task.
func (d Delegated) Secrets() []sh.Secret {
	if s, ok := d.Task.(tasks.Secretive); ok {
		return s.Secrets()
	}
	return nil
}

// Validate reports what cannot be delegated.
func (d Delegated) Validate() error {
	switch t := d.Task.(type) {
	case nil:
		return errors.New("there is no task")
	case Delegated:
		return errors.New("it is delegated already")
	case Late:
		return errors.New("a late task cannot be delegated")
	case validator:
		return t.Validate()
	}
	return nil
}

// delegated returns what the host delegates, in turns too.
func (h *Host) delegated() []Delegated {
	var ds []Delegated
	add := func(t tasks.Task) {
		if d, ok := t.(Delegated); ok {
			ds = append(ds, d)
		}
	}
	for _, w := range h.Work {
		add(w.Task)
	}
	for _, r := range h.rollings() {
		for _, t := range r.enclosing() {
			add(t)
		}
	}
	return ds
}

// checkDelegated finds hosts that others delegate to while they work.
func (s *Stage) checkDelegated() error {
	works := map[string]bool{}
	for _, h := range s.Hosts {
		works[h.Name] = true
	}
	for _, h := range s.Hosts {
		for _, d := range h.delegated() {
			if works[d.Host.Name] {
				return fmt.Errorf("host %s: %s: %s is at work in this stage itself", h.Name, d, d.Host.Name)
			}
		}
	}
	return nil
}
