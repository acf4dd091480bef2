command -v curl >/dev/null || { echo no curl; exit 0; }
dir=/run/hrun
[ -w /run ] || dir=$hrun_state/run
dir=$dir/web-asking
alive() {
	for process in "$@"; do
		read -r stat <"/proc/${process%:*}/stat" && runs "${process#*:}" ${stat##*) } || return
	done
}
runs() {
	case $2 in Z|X) return 1 ;; esac
	[ "$1" = "${21}" ]
}
state=none
if [ -e "$dir/program" ]; then
	state=left
	if read -r process <"$dir/process" && alive "$process"; then state=stands; fi
	[ -e "$dir/program" ] || state=none
fi 2>/dev/null
echo "$state"
if [ "$state" = left ] && [ -s "$dir/said" ]; then cat "$dir/said"; fi
