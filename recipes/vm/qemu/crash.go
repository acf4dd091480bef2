package qemu

import (
	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

var _ lab.Crasher = Provider{}

// Crash kills the process of QEMU: the machine, its kernel and what that had
// not written to a disk yet are gone.
func (Provider) Crash(l lab.Lab, m lab.Machine) tasks.Task {
	return hypervisor.Crashed{Lab: l.Name, Machine: m.Name}
}

// Start boots a machine whose disks are there.
func (Provider) Start(l lab.Lab, m lab.Machine) sh.Script {
	r := running(l, m)
	return hypervisor.With(hypervisor.Tree+`group=$tree/machine/$machine
[ -e "$dir/system" ] || { echo "there is no machine $machine" >&2; exit 1; }
`+hypervisor.Alive+`[ "$state" = running ] || `+r.start(), "lab", l.Name, "machine", m.Name, "dir", r.Dir)
}
