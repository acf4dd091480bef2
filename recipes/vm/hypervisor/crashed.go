package hypervisor

import (
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Crashed is a machine that has been ended as by a power failure: all its
// processes are killed, none is asked to end. What a container has written is
// not lost even where it did not wait for that, because the kernel that has it
// is the hypervisor's.
//
// A container's network outlives its processes, and its kernel would go on to
// answer for its addresses. Therefore its interfaces are removed first.
type Crashed struct {
	Lab, Machine string
	Cut          []string // names of the interfaces that lead to the machine, in the network namespace of the lab
}

func (c Crashed) String() string { return "machine " + c.Machine + " crashed" }

// Probe prints whether the machine is on.
func (c Crashed) Probe() sh.Script {
	return With(Tree+`group=$tree/machine/$machine
`+Alive+`echo "$state"`, "lab", c.Lab, "machine", c.Machine)
}

// Plan ends the machine if it is on.
func (c Crashed) Plan(got string) (change tasks.Change, err error) {
	was := strings.TrimSpace(got)
	if was != "running" && was != "stopped" {
		return change, fmt.Errorf("the probe printed %q", got)
	}
	change.Differ("power", was, "stopped", With(End+`links=$(ip -n "$net" -o link show) || exit
for link in $cut; do
	case $links in *" $link@"* | *" $link:"*) ip -n "$net" link del "$link" || exit ;; esac
done
end "$lab/machine/$machine"`, "lab", c.Lab, "machine", c.Machine, "net", Namespace(c.Lab, "net"), "cut", strings.Join(c.Cut, " ")))
	return change, nil
}
