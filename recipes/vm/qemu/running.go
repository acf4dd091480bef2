package qemu

import (
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Running is a machine switched on. Whether it has booted is for [Ready]. It is
// one process of QEMU, which stays when the machine reboots, and ends when it is
// shut down from within.
type Running struct {
	Lab, Machine string
	Dir          string // of the machine
	Origin       Origin
	Hardware     string    // what the machine is switched on with, a thing a line
	Plug         sh.Script // connects it with its networks, before it is switched on
	Arguments    sh.Script // of QEMU, besides those for the acceleration
}

func running(l lab.Lab, m lab.Machine) Running {
	return Running{
		Lab: l.Name, Machine: m.Name, Dir: l.MachineDir(m.Name), Origin: originOf(l, m),
		Hardware: hardware(l, m), Plug: plug(l, m), Arguments: arguments(l, m),
	}
}

func (r Running) String() string { return "machine " + r.Machine }

// Probe prints how machines are accelerated here, whether this one is on, and
// with what.
func (r Running) Probe() sh.Script {
	return hypervisor.With(hypervisor.Tree+acceleration+`group=$tree/machine/$machine
acceleration && `+hypervisor.Alive+`echo "$state"
[ "$state" = stopped ] || cat "$dir/hardware"`,
		"lab", r.Lab, "machine", r.Machine, "dir", r.Dir, "image", r.Origin.Dir(), "disk", r.Origin.disk())
}

// Plan switches the machine on, and off before if it has other hardware than is
// described. [Disks] has refused that where it is not allowed.
func (r Running) Plan(got string) (c tasks.Change, err error) {
	parts := strings.SplitN(got, "\n", 3)
	if len(parts) != 3 || parts[1] != "running" && parts[1] != "stopped" {
		return c, fmt.Errorf("the probe printed %q", got)
	}
	how := map[string]string{"kvm": "on, by KVM", "tcg": "on, emulated: KVM cannot be used here"}[parts[0]]
	if how == "" {
		how = "on"
	}
	if parts[1] == "stopped" {
		c.Differ("power", "off", how, r.start())
		return c, nil
	}
	was, want := differing(parts[2], r.Hardware)
	c.Differ("hardware", was, want, shutDown(r)+" && "+r.start())
	return c, nil
}

// start ends whatever is left of the machine and starts QEMU, detached from
// everything that the caller has open. Paths are relative to the directory of
// the machine: the socket of the monitor may have at most 107 bytes (unix(7)).
// An emulated processor needs no five levels of page tables, which it would walk
// slowly, and there is nothing to gain from its speculation. It has the time
// stamp counter of the real one, twice whose speed is called bogomips; a kernel
// that measures it while others are at work has a clock that may be many times
// too fast.
func (r Running) start() sh.Script {
	return hypervisor.With(hypervisor.Tree+hypervisor.Join+hypervisor.End+acceleration+`end "$lab/machine/$machine" && cd "$dir" || exit
`+r.Plug+`case $(acceleration) in
kvm) set -- -accel kvm -cpu host && quick= ;;
*)
	set -- -accel tcg,thread=multi -cpu max,la57=off
	quick=$(awk '$1 == "bogomips" { printf "mitigations=off tsc=reliable tsc_early_khz=%d", $3 * 500; exit }' /proc/cpuinfo) || exit
	;;
esac
rm -f monitor && : >console.log && printf %s "$hardware" >hardware || exit
(
	join "$lab/machine/$machine" || exit
	exec setsid nsenter --net="/run/netns/$namespace" qemu-system-x86_64 "$@" `+r.Arguments+`
) </dev/null >qemu.log 2>&1 3>&- 4>&- 5>&- 6>&- 7>&- 8>&- 9>&- &
group=$tree/machine/$machine
tries=0
until [ -S monitor ]; do
	tries=$((tries + 1))
	if ! kill -0 "$!" 2>/dev/null || [ "$tries" -gt 200 ]; then
		echo "qemu does not start:" >&2
		tail -n 5 qemu.log >&2
		exit 1
	fi
	sleep 0.05
done`, "lab", r.Lab, "machine", r.Machine, "dir", r.Dir, "namespace", hypervisor.Namespace(r.Lab, "net"),
		"image", r.Origin.Dir(), "disk", r.Origin.disk(), "hardware", r.Hardware)
}

// shutDown has the machine shut itself down, as by its power button. One that
// does not in two minutes is switched off.
func shutDown(r Running) sh.Script {
	return hypervisor.With(hypervisor.Tree+`group=$tree/machine/$machine
cd "$dir" && echo system_powerdown | socat - UNIX-CONNECT:monitor >/dev/null || exit
tries=0
while `+hypervisor.Alive+`[ "$state" = running ]; do
	tries=$((tries + 1))
	[ "$tries" -le 1200 ] || { echo "$machine does not shut down, and is switched off" >&2; break; }
	sleep 0.1
done`, "lab", r.Lab, "machine", r.Machine, "dir", r.Dir)
}
