package recipes

import (
	"fmt"
	"reflect"
	"slices"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/tasks"
)

// Host is the ordered work of one host in one stage.
type Host struct {
	inventory.Host
	Work     []Work
	Handlers []*Handler // in the order of declaration
	Rolling  *Rolling   // see [Host.TakeTurns]

	play   *Play // nil for a host that no play has
	faults []error

	flushes int
}

// Work is a task, the handlers that a change of it notifies, and its limits.
type Work struct {
	Task   tasks.Task
	Notify []*Handler
	Limits Limits
}

// validator is a task that can tell, without a host, that it makes no sense.
type validator interface{ Validate() error }

func newHost(in inventory.Host) *Host { return &Host{Host: in} }

func (h *Host) fault(err error) { h.faults = append(h.faults, err) }

// Fault keeps an error of the recipe, as [Play.Fault] does; the host's name is
// added.
func (h *Host) Fault(err error) { h.fault(err) }

// Do appends tasks, to be done in order.
func (h *Host) Do(ts ...tasks.Task) {
	for _, t := range ts {
		h.DoThen(t)
	}
}

// DoThen appends a task whose change notifies the handlers. A task that the
// host already has is not added again, so that two roles may ask for the same
// thing; another task of the same name is a fault of the recipe.
func (h *Host) DoThen(t tasks.Task, notify ...*Handler) {
	h.add(Work{Task: t, Notify: notify})
}

func (h *Host) add(added Work) {
	t := added.Task
	if v, ok := t.(validator); ok {
		if err := v.Validate(); err != nil {
			h.fault(fmt.Errorf("%s: %w", t, err))
			return
		}
	}
	for i, w := range h.Work {
		if w.Task.String() != t.String() {
			continue
		}
		if !reflect.DeepEqual(w.Task, t) {
			h.fault(fmt.Errorf("two different tasks are called %q", t))
			return
		}
		if w.Limits != added.Limits {
			h.fault(fmt.Errorf("%s is given two different limits", t))
			return
		}
		for _, n := range added.Notify {
			if !slices.Contains(w.Notify, n) {
				h.Work[i].Notify = append(h.Work[i].Notify, n)
			}
		}
		return
	}
	added.Notify = slices.Clone(added.Notify)
	h.Work = append(h.Work, added)
}
