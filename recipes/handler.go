package recipes

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
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
	for _, hd := range h.Handlers {
		if hd.Name == "" || len(fileName(hd)) > longest {
			h.fault(fmt.Errorf("handler %q: a name has 1 to about %d letters", hd.Name, longest))
		}
		if strings.HasPrefix(hd.Name, gateOf) {
			h.fault(fmt.Errorf("handler %q: such names are those of gates", hd.Name))
		}
	}
	h.checkRollings()
	for _, w := range h.Work {
		for _, hd := range w.Notify {
			if !slices.Contains(h.Handlers, hd) {
				h.fault(errors.New(w.Task.String() + " notifies a handler that is not this host's"))
			}
		}
	}
}
