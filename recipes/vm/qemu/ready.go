package qemu

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Ready waits for a machine to boot, as far as that can be seen from outside:
// its console asks for a login, or, of a given image, which may have no console,
// it has sent something to a network. Whether it has configured itself can be
// asked when one is logged in.
type Ready struct {
	Lab, Machine string
	Dir          string // of the machine
	Origin       Origin
	Taps         []string // what bridges have for it, if what it sends counts

	// Limit is how long it may take, in seconds; 0 means a minute by KVM and
	// five minutes where it is emulated.
	Limit int
}

func ready(l lab.Lab, m lab.Machine) Ready {
	r := Ready{Lab: l.Name, Machine: m.Name, Dir: l.MachineDir(m.Name), Origin: originOf(l, m)}
	all, _ := adapters(l, m) // has been checked
	for _, a := range all {
		if r.Origin.Base != "" && !a.nat {
			r.Taps = append(r.Taps, a.tap(l, m))
		}
	}
	return r
}

// How long a machine may take, in seconds. Emulated ones share the processors
// of the hypervisor: three on two of them take 80 to 120.
const (
	limitByKVM    = 60
	limitEmulated = 300
)

func (r Ready) String() string { return "machine " + r.Machine + " has booted" }

// look defines a function that prints "ready" or "not ready".
const look sh.Script = `look() {
	if [ -e console.log ] && grep -aq ' login: ' console.log; then echo ready; return; fi
	for tap in $taps; do
		seen=$(ip -n "$namespace" -s -o link show "$tap" 2>/dev/null | sed -n 's/.*RX:[^\\]*\\ *\([0-9]*\).*/\1/p')
		if [ "${seen:-0}" -gt 0 ]; then echo ready; return; fi
	done
	echo "not ready"
}
`

// script is one that can look.
func (r Ready) script(script sh.Script) sh.Script {
	return hypervisor.With(hypervisor.Tree+acceleration+look+`group=$tree/machine/$machine
[ ! -d "$dir" ] || cd "$dir" || exit
`+script, "lab", r.Lab, "machine", r.Machine, "dir", r.Dir, "namespace", hypervisor.Namespace(r.Lab, "net"),
		"taps", strings.Join(r.Taps, " "), "image", r.Origin.Dir(), "disk", r.Origin.disk())
}

// Probe looks once. A machine that is off is not ready, whatever it said.
func (r Ready) Probe() sh.Script {
	return r.script(hypervisor.Alive + `if [ "$state" = running ]; then look; else echo "not ready"; fi`)
}

// Plan waits for the machine to boot.
func (r Ready) Plan(got string) (c tasks.Change, err error) {
	c.Differ("state", strings.TrimSpace(got), "ready", r.wait())
	return c, nil
}

// wait looks until the time is over, and no longer than the machine is on or
// has something to boot. What the console shows of colours and cursors is left
// out.
func (r Ready) wait() sh.Script {
	byKVM, emulated := cmp.Or(r.Limit, limitByKVM), cmp.Or(r.Limit, limitEmulated)
	return r.script(sh.Script(fmt.Sprintf(`limit=%d
[ "$(acceleration)" = kvm ] || limit=%d
tries=0
while [ "$(look)" = "not ready" ]; do
	tries=$((tries + 1))
	why=
	[ "$tries" -le "$((limit * 5))" ] || why="has not booted in $limit seconds"
	! grep -aq '^No bootable device' console.log || why="has nothing to boot"
	`, byKVM, emulated)) + hypervisor.Alive + `	[ "$state" = running ] || why="is off"
	if [ -n "$why" ]; then
		echo "$machine $why; the end of $dir/console.log:" >&2
		tail -n 20 console.log | tr -d '\000\r' | sed 's/\x1b\[[0-9;?]*[A-Za-z]//g; s/\x1bc//g' >&2
		exit 1
	fi
	sleep 0.2
done`)
}
