(
uuid=4b562641-cea9-8549-98d8-46837fe354d7
machine=node01
dir=/labs/demo/machines/node01
look() {
	said=$(VBoxManage "$@" 2>&1) && return
	case $said in *VBOX_E_OBJECT_NOT_FOUND*) return 1 ;; esac
	printf '%s\n' "$said" >&2
	exit 1
}
if look getextradata "$uuid" enumerate; then
	echo machine
	printf '%s\n' "$said" | sed -nE 's/^Key: hrun\/(lab|description), Value: /\1 /p'
else
	echo absent
	look list vms || exit
	printf '%s\n' "$said" | sed -n "s/^\"$machine\" {\(.*\)}$/taken \1/p"
	for file in "$dir"/*; do
		[ ! -e "$file" ] || { echo left; break; }
	done
fi
[ ! -e "$dir/making" ] || echo making
)
