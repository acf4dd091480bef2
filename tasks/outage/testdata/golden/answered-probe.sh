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
if [ "$state" != stands ]; then echo nobody asks; exit 0; fi
[ -e "$dir/log" ] || { echo not yet; exit 0; }
grep -qxF 'answers after standby' "$dir/log"
case $? in 0) echo answers ;; 1) echo not yet ;; *) exit 2 ;; esac
