package nspawn

import (
	"path"
	"strings"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Running is a machine switched on. Whether it has booted is for [Ready].
type Running struct {
	Lab, Machine string
	Dir          string // of the machine
	Keeper       sh.Script
}

func running(l lab.Lab, m lab.Machine) Running {
	return Running{Lab: l.Name, Machine: m.Name, Dir: l.MachineDir(m.Name), Keeper: keeper(l, m)}
}

func (r Running) String() string { return "machine " + r.Machine }

// log is where the console of the machine goes.
func (r Running) log() string { return path.Join(r.Dir, "console.log") }

// Probe prints whether the machine's keeper runs, see [keeper].
func (r Running) Probe() sh.Script {
	return hypervisor.With(hypervisor.Tree+`group=$tree/machine/$machine
`+hypervisor.Alive+`echo "$state"`, "lab", r.Lab, "machine", r.Machine)
}

// Plan switches the machine on.
func (r Running) Plan(got string) (c tasks.Change, err error) {
	c.Differ("power", strings.TrimSpace(got), "running", r.start())
	return c, nil
}

// start ends whatever is left of the machine and starts its keeper, detached
// from everything that the caller has open.
func (r Running) start() sh.Script {
	return hypervisor.With(hypervisor.Tree+hypervisor.End+hypervisor.MakeNamespace+`end "$lab/machine/$machine" && make_namespace "hrun-$lab-$machine" || exit
printf '%s\n' "$keeper" >"$dir/keeper" || exit
setsid unshare --mount --propagation slave sh "$dir/keeper" </dev/null >>"$dir/console.log" 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- &
group=$tree/machine/$machine
tries=0
until [ -e "$group/cgroup.procs" ] && [ -n "$(cat "$group/cgroup.procs")" ]; do
	tries=$((tries + 1))
	[ "$tries" -le 100 ] || { tail -n 5 "$dir/console.log" >&2; exit 1; }
	sleep 0.05
done`, "lab", r.Lab, "machine", r.Machine, "dir", r.Dir, "keeper", string(r.Keeper))
}
