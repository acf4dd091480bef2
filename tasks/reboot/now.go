package reboot

import (
	"strconv"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Now is the action of a handler: a change that only a boot brings into effect
// owes one. The debt is paid by any boot after it, whoever asked for that.
//
//	boot := h.Handler("reboot", reboot.Now{})
//	h.DoThen(parameters, boot)
//
// Whatever else is owed at that time stays owed, unless it is of a kind that a
// boot pays, as the restart of a unit. Declare the handler first where the
// others should find the host booted, and last where they must precede it.
type Now struct {
	Within time.Duration // see Host.Within
}

var _ tasks.Rebooter = Now{}

// Reboots is how long the host may take to go down, and again to come back.
func (n Now) Reboots() time.Duration {
	if n.Within <= 0 {
		return within
	}
	return n.Within
}

// Do asks for a reboot and waits to be ended by it; it fails if it is not.
// Where the end of the system ends the command that waits before the shell, the
// wait goes on: what comes after it must not be done.
func (n Now) Do() sh.Script {
	seconds := strconv.Itoa(int((n.Reboots() + time.Second - 1) / time.Second))
	return sh.Lines(
		"if [ -d /run/systemd/system ]; then systemctl reboot; else reboot; fi",
		sh.Group(`n=0
while [ $n -lt `+sh.Script(seconds)+` ]; do
  sleep 1 || :
  n=$((n+1))
done
echo "the host has not gone down within `+sh.Script(seconds)+` s" >&2
exit 1`),
	)
}

// Paid asks whether the host has been booted since the debt was written.
func (n Now) Paid() sh.Script {
	return `read -r boot </proc/sys/kernel/random/boot_id || exit 2
[ "$boot" != "$owed_boot" ]`
}
