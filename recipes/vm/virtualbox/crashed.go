package virtualbox

import (
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

var _ lab.Crasher = Provider{}

// Crash pulls the machine's plug.
func (Provider) Crash(l lab.Lab, m lab.Machine) tasks.Task {
	return Crashed{Lab: l.Name, Machine: m.Name}
}

// Start starts the machine without a window.
func (Provider) Start(l lab.Lab, m lab.Machine) sh.Script { return machine(l, m).switchOn("").Do }

// Crashed is a machine whose plug has been pulled: it is off, and nothing in it
// had a chance to shut down.
type Crashed struct{ Lab, Machine string }

func (c Crashed) String() string { return "machine " + c.Machine + " crashed" }

// Probe prints the state of the machine, as VirtualBox calls it.
func (c Crashed) Probe() sh.Script {
	return hypervisor.With(state+`state "$uuid"`, "uuid", UUID(c.Lab, c.Machine))
}

// Plan pulls the plug of a machine that is on, or on its way.
func (c Crashed) Plan(got string) (change tasks.Change, err error) {
	switch was := strings.TrimSpace(got); was {
	case "":
		return change, fmt.Errorf("the probe printed %q", got)
	case "absent", "inaccessible":
		return change, fmt.Errorf("the machine %s is %s in VirtualBox", c.Machine, was)
	case "poweroff", "aborted", "saved", "aborted-saved":
		return change, nil
	default:
		change.Differ("power", was, "poweroff", hypervisor.With(state+`now=$(state "$uuid") || exit
case $now in poweroff | aborted | saved | aborted-saved) exit 0 ;; esac
VBoxManage controlvm "$uuid" poweroff`, "uuid", UUID(c.Lab, c.Machine)))
		return change, nil
	}
}
