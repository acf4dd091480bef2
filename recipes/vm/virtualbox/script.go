package virtualbox

import "github.com/hrun-dev/hrun/tasks/sh"

// look defines a function that asks VBoxManage and leaves the answer in $said.
// Its status is 1 where there is no machine of that UUID, which the name of the
// result code says in every language; where it could not look, the script ends.
const look sh.Script = `look() {
	said=$(VBoxManage "$@" 2>&1) && return
	case $said in *VBOX_E_OBJECT_NOT_FOUND*) return 1 ;; esac
	printf '%s\n' "$said" >&2
	exit 1
}
`

// state defines a function that prints the state of a machine, "absent", or
// "inaccessible" where its files cannot be read.
const state sh.Script = look + `state() {
	if look showvminfo "$1" --machinereadable; then
		printf '%s\n' "$said" | sed -n 's/^VMState="\(.*\)"$/\1/p; s/^name="<inaccessible>"$/inaccessible/p'
	else
		echo absent
	fi
}
`

// again defines a function that calls VBoxManage for a machine that was
// switched off just now: VirtualBox refuses that for some moments in which it
// still unlocks the machine.
const again sh.Script = `again() {
	tries=0
	until said=$(VBoxManage "$@" 2>&1); do
		tries=$((tries + 1))
		case $said in *VBOX_E_INVALID_OBJECT_STATE*) [ "$tries" -gt 50 ] || { sleep 0.2; continue; } ;; esac
		printf '%s\n' "$said" >&2
		return 1
	done
}
`

// retried calls VBoxManage as again does.
func retried(args ...string) sh.Script { return sh.Subshell(again + sh.Cmd("again", args...)) }

// discard defines a function that removes a machine, and then what is in its
// directory: first the media, of which VirtualBox may know, and which it does
// not let go of as long as another machine has them. With --delete, VirtualBox
// would delete all disks of the machine, also those that a person has attached
// to it, and could not unregister a machine whose files it cannot read.
const discard sh.Script = state + again + `discard() {
	now=$(state "$1") || return
	case $now in
	absent | inaccessible | poweroff | aborted | saved | aborted-saved) ;;
	*) VBoxManage controlvm "$1" poweroff || return ;;
	esac
	[ "$now" = absent ] || again unregistervm "$1" || return
	for medium in "$2"/*.iso; do
		[ ! -e "$medium" ] || VBoxManage closemedium dvd "$medium" || return
	done
	for medium in "$2"/*.vdi; do
		[ ! -e "$medium" ] || [ -e "$2/making" ] || VBoxManage closemedium disk "$medium" --delete || return
	done
	rm -rf "$2"
}
`
