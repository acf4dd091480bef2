log=$hrun_state/web-holding.log
dir=/run/hrun
[ -w /run ] || dir=$hrun_state/run
dir=$dir/web-holding
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
if [ "$state" = stands ]; then
	grep -q '^begin .* held$' "$log"
else
	held=$(ip -o address show to 192.0.2.1) || exit 2
	[ -n "$held" ]
fi
