package recipes

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Handler is work that a change owes, such as a restart: done at most once per
// host and stage, in declared order, and never forgotten, because the debt is
// kept on the host until it is paid (see [Debt]).
type Handler struct {
	Name   string // unique on the host; the same name in a later run is the same debt
	Action tasks.Action

	// Rolling, if set, makes hosts run this handler in turn instead of all at
	// once. Handlers that follow each other and share a Rolling of one name
	// are run together: all of them on one host, then on the next.
	Rolling *Rolling
}

// Rolling says how the hosts of a stage take turns.
type Rolling struct {
	Name   string // hosts whose handlers share it take turns with each other; required, and one Rolling a name on a host
	Serial int    // hosts at a time; 0 means 1; the first host's counts

	// Rank is a read-only script that prints a whole number, or "free". Hosts
	// go in ascending order, so the passive node of a pair should print less
	// than the active one. A host that is "free" gives no service yet: all
	// such hosts go first, at once, and are not gated. Empty means inventory
	// order.
	Rank sh.Script

	// Gate is done on a host after its handlers and before the next host
	// starts: usually waits for the host to be healthy again. A gate that
	// fails stops the rolling, and the hosts that had no turn keep their debt;
	// a later run starts with the gates that were not passed. A gate that is
	// owed when its Rolling leaves the recipe stays on the host, unused.
	Gate []tasks.Task
}

// Handler declares a handler, or returns the one of that name if it does the
// same. Handlers run at the end of the stage, in the order of declaration.
func (h *Host) Handler(name string, do tasks.Action) *Handler {
	for _, hd := range h.Handlers {
		if hd.Name != name {
			continue
		}
		if !reflect.DeepEqual(hd.Action, do) {
			h.fault(fmt.Errorf("two different handlers are called %q", name))
		}
		return hd
	}
	hd := &Handler{Name: name, Action: do}
	h.Handlers = append(h.Handlers, hd)
	return hd
}

// longest is the length in bytes of the longest name that a handler can have:
// its file, and what is put around its name, must fit into a directory entry.
const longest = 200

// checkHandlers finds the mistakes that can only be seen once all roles have
// had their say.
func (h *Host) checkHandlers() {
	rollings := map[string]*Rolling{}
	for _, hd := range h.Handlers {
		if hd.Name == "" || len(fileName(hd)) > longest {
			h.fault(fmt.Errorf("handler %q: a name has 1 to about %d letters", hd.Name, longest))
		}
		if strings.HasPrefix(hd.Name, gateOf) {
			h.fault(fmt.Errorf("handler %q: such names are those of gates", hd.Name))
		}
		r := hd.Rolling
		switch {
		case r == nil:
		case r.Name == "" || len(fileName(gate(r))) > longest:
			h.fault(fmt.Errorf("handler %q: the name of its Rolling has 1 to about %d letters", hd.Name, longest))
		case rollings[r.Name] != nil && !reflect.DeepEqual(rollings[r.Name], r):
			h.fault(fmt.Errorf("handler %q: two different Rollings are called %q", hd.Name, r.Name))
		default:
			rollings[r.Name] = r
		}
	}
	for _, w := range h.Work {
		for _, hd := range w.Notify {
			if !slices.Contains(h.Handlers, hd) {
				h.fault(errors.New(w.Task.String() + " notifies a handler that is not this host's"))
			}
		}
	}
}
