// Package hypervisor has what machines on a Linux host need whatever they are:
// control groups, networks between them, and a port that leads in. The host
// needs no systemd itself.
//
// The processes of a lab are found by their control groups, hrun/LAB/..., and
// never by process ids in files, which another process may have been given.
// In it are a group for each machine, machine/MACHINE, and for each port that
// leads to one, forward/PORT-MACHINE.
package hypervisor

import "github.com/hrun-dev/hrun/tasks/sh"

// With returns the script in a subshell of its own, with variables set before
// it; their names and values alternate.
func With(script sh.Script, pairs ...string) sh.Script {
	return "(\n" + Assign(pairs...) + script + "\n)"
}

// Assign returns the script that sets variables.
func Assign(pairs ...string) (set sh.Script) {
	for i := 0; i+1 < len(pairs); i += 2 {
		set += sh.Script(pairs[i]) + "=" + sh.Word(pairs[i+1]) + "\n"
	}
	return set
}

// Alone takes the lock of the directory $image, which whatever the script
// starts keeps: a command that outlives a run that was killed is waited for,
// and not worked against.
const Alone sh.Script = `mkdir -p "$image" && exec 8>"$image/lock" || exit
flock -w 900 8 || { echo "something else has been at work in $image for 15 minutes" >&2; exit 1; }
`
