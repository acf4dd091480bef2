package cloudinit

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Finished is a machine whose cloud-init has come to its end in this boot, and
// whose reboot at the end of its first boot, if it asked for one, is over. It
// waits on the host, and over a reboot and a loss of the way to it: sshd answers
// long before that, and whatever is done in the meantime competes with it.
//
// A machine that has no cloud-init, or on which it is disabled because there
// is nothing for it, has nothing to finish, unless Instance is set. Anything
// that cloud-init counts as an error is one here: a [FailedError].
//
// In its first boot a machine may be booted anew at any time, by power_state,
// by packages that ask for it, or by a command. In later ones it may not.
type Finished struct {
	// Instance is what the machine must have configured itself as: the id of
	// its seed. Empty means that any will do, and none.
	Instance string

	// Within is how long cloud-init may take, in whole seconds; and again how
	// long the machine may take to go down and to come back. 0 means 10
	// minutes.
	Within time.Duration

	at string // in tests: the root directory
}

var _ tasks.Sampler = Finished{}

// finishedWithin is how long cloud-init may take if nobody says otherwise: it
// may upgrade packages.
const finishedWithin = 10 * time.Minute

// Validate refuses a Within that is not in whole seconds.
func (f Finished) Validate() error {
	if f.Within < 0 || f.Within%time.Second != 0 {
		return fmt.Errorf("within %s is not in whole seconds", f.Within)
	}
	return nil
}

// String returns "cloud-init finished".
func (f Finished) String() string { return "cloud-init finished" }

func (f Finished) within() time.Duration {
	if f.Within <= 0 {
		return finishedWithin
	}
	return f.Within
}

// look prints the state. Which boot something is of is told by comparing with
// the instance id, which every boot writes once, below /run. It precedes all
// that is done for the instance, so that what is not older than it is of this
// boot. (The file "enabled" is made anew by every reload of systemd.)
//
// A reboot is coming from when power_state was looked at until the machine is
// down: cloud-init leaves a process of its own that waits for its end, and then
// shutdown(8) has it; see cc_power_state_change.
const look = `run=$at/run/cloud-init lib=$at/var/lib/cloud
of_this_boot() { [ -e "$run/.instance-id" ] && [ -e "$1" ] && ! [ "$run/.instance-id" -nt "$1" ]; }
going_down() {
	of_this_boot "$lib/instance/sem/config_power_state_change" || return 1
	[ -e "$at/run/systemd/shutdown/scheduled" ] && return
	[ -r "$at/proc/self/cmdline" ] || exit
	grep -qsxze '--mode=fina[l]' -e '--all-stage[s]' "$at"/proc/[0-9]*/cmdline && return
	[ -d "$at/run/systemd/system" ] || return
	system=$(systemctl is-system-running)
	case $system in
	stopping) return 0 ;;
	initializing|starting|running|degraded|maintenance) return 1 ;;
	esac
	echo "systemd is $system" >&2
	exit 1
}
look() {
	if ! [ -e "$run/status.json" ] && { [ -e "$run/disabled" ] || ! [ -e "$run/enabled" ]; }; then echo none
	elif ! [ -e "$run/result.json" ] || ! [ -e "$run/.instance-id" ]; then
		if ! [ -e "$lib/instance/sem/consume_data" ] || of_this_boot "$lib/instance/sem/consume_data"; then echo "first boot"; else echo "later boot"; fi
	elif going_down; then echo "going down"
	else echo finished && cat "$run/.instance-id" "$run/result.json"; fi
}
`

// Probe prints "none", "first boot" or "later boot" while cloud-init is at
// work, "going down", or "finished", the instance and the result.
func (f Finished) Probe() sh.Script {
	return sh.Script("at="+sh.Quote(f.at)+"\n") + look + "look"
}

// wait looks again and again. It goes on where looking fails, as the end of
// the system ends whatever it asks: that ends the wait as well.
const wait = `stage=
n=0
while :; do
	state=$(look) || state=
	case $state in
	none|finished*) exit 0 ;;
	esac
	was=$stage
	stage=$(sed -n 's/.*"stage": *"\([^"]*\)".*/\1/p' "$run/status.json")
	[ "$stage" = "$was" ] || echo "cloud-init: ${stage:-between two stages}"
	[ "$n" -lt "$seconds" ] || { echo "cloud-init has not come to its end within $seconds s; it is at: ${stage:-$state}" >&2; exit 1; }
	sleep 1 || :
	n=$((n+1))
done`

func (f Finished) wait() sh.Script {
	seconds := strconv.Itoa(int(f.within() / time.Second))
	return sh.Script("at="+sh.Quote(f.at)+" seconds="+seconds+"\n") + look + wait
}

// Plan waits for what is under way, and judges what is over.
func (f Finished) Plan(got string) (c tasks.Change, err error) {
	state, rest, _ := strings.Cut(got, "\n")
	switch state {
	case "none":
		if f.Instance != "" {
			return c, &FailedError{Why: "it has not run: the machine has found no seed, and should be " + f.Instance}
		}
		return c, nil
	case "first boot", "going down":
		c.Reboots = f.within()
		fallthrough
	case "later boot":
		c.Waits = true
		c.Differ("cloud-init", state, "finished", f.wait())
		return c, nil
	case "finished":
		instance, result, _ := strings.Cut(rest, "\n")
		return c, f.judge(instance, result)
	}
	return c, fmt.Errorf("the probe printed %q", got)
}

// Sample is a machine in its first boot, and one that is done.
func (f Finished) Sample() (before, after string) {
	return "first boot\n", "finished\n" + f.Instance + "\n" + `{"v1": {"datasource": "DataSourceNoCloud", "errors": []}}` + "\n"
}
