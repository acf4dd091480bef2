package recipes

import (
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
	Name   string // hosts whose handlers share it take turns with each other; required
	Serial int    // hosts at a time; 0 means 1; the first host's counts

	// Rank is a read-only script that prints a whole number, or "free". Hosts
	// go in ascending order, so the passive node of a pair should print less
	// than the active one. A host that is "free" gives no service yet: all
	// such hosts go first, at once, and are not gated. Empty means inventory
	// order.
	Rank sh.Script

	// Gate is done on a host after its handlers and before the next host
	// starts: usually waits for the host to be healthy again. A gate that
	// fails stops the rolling, and the hosts that had no turn keep their debt.
	Gate []tasks.Task
}
