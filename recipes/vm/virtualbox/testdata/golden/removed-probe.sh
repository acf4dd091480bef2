(
dir=/labs/demo
lab=4b562641-cea9-8549
look() {
	said=$(VBoxManage "$@" 2>&1) && return
	case $said in *VBOX_E_OBJECT_NOT_FOUND*) return 1 ;; esac
	printf '%s\n' "$said" >&2
	exit 1
}
for machine in "$dir"/machines/*; do
	[ ! -d "$machine" ] || echo "files ${machine##*/}"
done
[ -e "$dir" ] || command -v VBoxManage >/dev/null || exit 0
look list vms || exit
printf '%s\n' "$said" | sed -n "s/^\"\(.*\)\" {\($lab-.*\)}$/machine \2 \1/p" | sort
)
