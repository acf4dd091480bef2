package lab

import (
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Crasher is a [Provider] that can try how others get along without a machine.
// One whose machines are simply there is none. Both touch nothing but the
// machine of that lab and name.
type Crasher interface {
	// Crash returns the task of the hypervisor that ends a machine as a power
	// failure would: from one moment to the next, without a word to anybody.
	// What it was asked to write to its disk stays, and so do the machine and
	// the port that leads to it; a machine that is off is not changed.
	Crash(Lab, Machine) tasks.Task

	// Start returns the script that starts such a machine again, and does not
	// wait for its boot. It does nothing where the machine is on, and is an
	// error where there is none.
	Start(Lab, Machine) sh.Script
}
