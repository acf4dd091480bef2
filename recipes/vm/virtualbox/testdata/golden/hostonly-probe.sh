(
made=/labs/.made-vboxnet0
used=/labs/demo/interfaces/vboxnet0
look() {
	said=$(VBoxManage "$@" 2>&1) && return
	case $said in *VBOX_E_OBJECT_NOT_FOUND*) return 1 ;; esac
	printf '%s\n' "$said" >&2
	exit 1
}
look list hostonlyifs || exit
printf '%s\n' "$said" | awk '$1 == "Name:" { name = $2 } $1 == "IPAddress:" { address = $2 } $1 == "NetworkMask:" { print "interface", name, (address == "" ? "-" : address), ($2 == "" ? "-" : $2) }'
[ ! -e "$made" ] || echo made
[ ! -e "$used" ] || echo used
)
