set --
for dir in / /etc /run /tmp /var /var/lib /var/lib/corosync /var/lib/pacemaker /var/log /var/tmp; do
	if [ -d "$dir" ]; then set -- "$@" "$dir"; fi
done
[ $# -gt 0 ] || { echo 'none of the directories is there' >&2; exit 2; }
is_readonly() {
	options=
	while read -r device at type now rest; do
		if [ "$at" = "$1" ]; then options=$now; fi
	done </proc/self/mounts
	case $options in ro|ro,*) return 0 ;; *) return 1 ;; esac
}
list() {
	while read -r device all used free part mount; do
		case $part in [0-9]*%) printf '%s %s %s\n' "$1" "${part%\%}" "$mount" ;; *) continue ;; esac
		if is_readonly "$mount"; then printf 'readonly %s\n' "$mount"; fi
	done <<SHOWN
$2
SHOWN
}
shown=$(df -P -k "$@") || exit 2
list blocks "$shown"
shown=$(df -P -i "$@") || exit 2
list inodes "$shown"
