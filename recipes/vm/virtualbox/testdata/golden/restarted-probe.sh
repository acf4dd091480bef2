(
uuid=4b562641-cea9-8549-98d8-46837fe354d7
seed=/labs/demo/machines/node01/seed-1ed582fe5ee8467b.iso
known='^((name|VMState|chipset|memory|cpus|vram|uart1|uartmode1|(nic|macaddress|cableconnected|intnet|hostonlyadapter)[1-8]|Forwarding\([0-9]+\)|storagecontroller(name|type)[0-9]+)=|"[^"]+-[0-9]+-[0-9]+"=)'
look() {
	said=$(VBoxManage "$@" 2>&1) && return
	case $said in *VBOX_E_OBJECT_NOT_FOUND*) return 1 ;; esac
	printf '%s\n' "$said" >&2
	exit 1
}
look showvminfo "$uuid" --machinereadable || { echo absent; exit 0; }
printf '%s\n' "$said" | grep -E "$known" | grep -v '^"[^"]*-ImageUUID-'
[ ! -e "$seed" ] || echo "file seed"
disk() {
	[ -e "$2" ] || return 0
	look showmediuminfo disk "$2" || exit
	printf '%s\n' "$said" | sed -n "s/^Capacity: *\([0-9]*\) MBytes$/disk $1 \1/p"
}
disk data /labs/demo/machines/node01/data.vdi

)
