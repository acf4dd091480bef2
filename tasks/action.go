package tasks

import (
	"time"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// An Action is work that a change can owe, such as a restart. Unlike a task
// it has no state of its own: whether it is due is known from the debt that
// the change left on the host.
type Action interface {
	// Do returns the script that carries the work out.
	Do() sh.Script

	// Paid returns a read-only script that tells whether what the action is
	// for has happened by itself since the debt was written: a unit that has
	// started since needs no restart. It exits 0 for yes, 1 for no, and with
	// any other status if it could not look. It finds the moment of the debt
	// in two variables: $owed_boot, the boot id of that time, and $owed_at,
	// the hundredths of a second between that boot and the debt, or "-" while
	// the change that owes is still under way. The empty script means that
	// only doing the work pays.
	Paid() sh.Script
}

// Rebooter is an action whose script reboots the host.
type Rebooter interface {
	Action

	// Reboots is how long that may take at most; see [Change.Reboots], also
	// for what is asked of the script.
	Reboots() time.Duration
}
