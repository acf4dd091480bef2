(
uuid=4b562641-cea9-8549-98d8-46837fe354d7
look() {
	said=$(VBoxManage "$@" 2>&1) && return
	case $said in *VBOX_E_OBJECT_NOT_FOUND*) return 1 ;; esac
	printf '%s\n' "$said" >&2
	exit 1
}
state() {
	if look showvminfo "$1" --machinereadable; then
		printf '%s\n' "$said" | sed -n 's/^VMState="\(.*\)"$/\1/p; s/^name="<inaccessible>"$/inaccessible/p'
	else
		echo absent
	fi
}
state "$uuid"
)
