package nspawn

import (
	"strings"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

var _ lab.Crasher = Provider{}

// Crash kills all processes of a container, and its keeper before they could
// be looked after.
func (Provider) Crash(l lab.Lab, m lab.Machine) tasks.Task {
	return hypervisor.Crashed{Lab: l.Name, Machine: m.Name, Cut: outsides(l, m)}
}

// Start boots a container whose root is there. One that runs and has lost a
// link, as in a crash that was interrupted, is crashed to the end first.
func (Provider) Start(l lab.Lab, m lab.Machine) sh.Script {
	r := running(l, m)
	return hypervisor.With(hypervisor.Tree+`group=$tree/machine/$machine
[ -d "$dir/upper" ] || { echo "there is no machine $machine" >&2; exit 1; }
`+hypervisor.Alive+`if [ "$state" = running ]; then
	links=$(ip -n "$net" -o link show) || exit
	for link in $plugged; do
		case $links in *" $link@"* | *" $link:"*) ;; *) state=cut ;; esac
	done
fi
[ "$state" = running ] || `+r.start(), "lab", l.Name, "machine", m.Name, "dir", r.Dir,
		"net", hypervisor.Namespace(l.Name, "net"), "plugged", strings.Join(outsides(l, m), " "))
}

// outsides returns the names of the ends of a machine's links at the bridges.
func outsides(l lab.Lab, m lab.Machine) (all []string) {
	for _, k := range m.Links {
		all = append(all, outside(l, m, k))
	}
	return all
}
