package nspawn

import (
	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

var _ lab.Crasher = Provider{}

// Crash kills all processes of a container, and its keeper before they could
// be looked after.
func (Provider) Crash(l lab.Lab, m lab.Machine) tasks.Task {
	crashed := hypervisor.Crashed{Lab: l.Name, Machine: m.Name}
	for _, k := range m.Links {
		crashed.Cut = append(crashed.Cut, outside(l, m, k))
	}
	return crashed
}

// Start boots a container whose root is there.
func (Provider) Start(l lab.Lab, m lab.Machine) sh.Script {
	r := running(l, m)
	return hypervisor.With(hypervisor.Tree+`group=$tree/machine/$machine
[ -d "$dir/upper" ] || { echo "there is no machine $machine" >&2; exit 1; }
`+hypervisor.Alive+`[ "$state" = running ] || `+r.start(), "lab", l.Name, "machine", m.Name, "dir", r.Dir)
}
