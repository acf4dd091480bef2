(
directory=/labs
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
command -v VBoxManage >/dev/null || { echo program; exit 0; }
version=$(VBoxManage --version) || exit
printf '%s\n' "$version" | sed 's/^WARNING/module &/; s/^\([0-9]\)/version \1/' | grep -E '^(module|version)'
look list vms || exit
machines=$said
need=0
last=
one() {
	printf '%s\n' "$machines" | grep -F "\"$1\" {" | sed -n "s/^\"[^\"]*\" {\(.*\)}$/machine $1 \1/p"
	case $machines in
	*"<inaccessible>\" {$2}"*) echo "unreadable $1"; return ;;
	*"{$2}"*) return ;;
	esac
	if [ "$3" = "$last" ]; then
		need=$((need + each))
		return
	fi
	last=$3
	each=0
	if ! look showvminfo "$3" --machinereadable; then
		echo "base absent $3"
		return
	fi
	base=$said
	echo "base $(printf '%s\n' "$base" | sed -n 's/^VMState="\(.*\)"$/\1/p') $3"
	for disk in $(printf '%s\n' "$base" | sed -n 's/^"[^"]*-[0-9]*-[0-9]*"="\(.*\.[a-z]*\)"$/\1/p' | sed 's/ /?/g'); do
		case $disk in *.iso) continue ;; esac
		[ -e "$disk" ] || continue
		size=$(du -k "$disk") || exit
		each=$((each + ${size%%[!0-9]*}))
	done
	need=$((need + each))
}
one node01 4b562641-cea9-8549-98d8-46837fe354d7 'debian base' || exit
one node02 4b562641-cea9-8549-84ef-bb7a2126b193 'debian base' || exit
while [ ! -d "$directory" ]; do
	directory=$(dirname "$directory")
done
user=$(id -u) || exit
own=$(find "$directory" -prune \( -user "$user" -o -perm -0020 -o -perm -0002 \)) || exit
[ -n "$own" ] || [ "$user" = 0 ] || echo "directory $directory"
free=$(df -Pk "$directory") || exit
free=$(printf '%s\n' "$free" | awk 'NR == 2 { print $4 }')
[ "$need" -le "$free" ] || echo "room $((need / 1024)) $((free / 1024))"
)
