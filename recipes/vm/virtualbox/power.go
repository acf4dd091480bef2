package virtualbox

import (
	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/tasks"
)

// switchOn starts the machine without a window. One that is paused is resumed,
// and one that hangs, as VirtualBox says, is switched off before.
func (m Machine) switchOn(was string) tasks.Step {
	return tasks.Step{Field: "power", Was: was, Want: "running", Do: hypervisor.With(state+again+`now=$(state "$uuid") || exit
case $now in
running | starting) exit 0 ;;
paused) VBoxManage controlvm "$uuid" resume; exit ;;
gurumeditation) VBoxManage controlvm "$uuid" poweroff || exit ;;
esac
again startvm "$uuid" --type headless`, "uuid", m.uuid())}
}

// shutDown presses the power button and waits for two minutes at most. A machine
// that crashes over it is off, too.
func (m Machine) shutDown(was string) tasks.Step {
	return tasks.Step{Field: "power", Was: was, Want: "off", Do: hypervisor.With(state+`now=$(state "$uuid") || exit
[ "$now" != paused ] || VBoxManage controlvm "$uuid" resume || exit
VBoxManage controlvm "$uuid" acpipowerbutton || exit
tries=0
until now=$(state "$uuid") || exit; [ "$now" = poweroff ] || [ "$now" = aborted ]; do
	tries=$((tries + 1))
	[ "$tries" -le `+patience+` ] || {
		echo "$machine does not shut down when its power button is pressed: shut it down from within, or say VBoxManage controlvm $machine poweroff" >&2
		exit 1
	}
	sleep 1
done`, "uuid", m.uuid(), "machine", m.Name)}
}

// patience is for how many seconds a machine may shut down.
const patience = "120"
