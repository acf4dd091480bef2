(
lab=demo
machine=node01
reboots=false
tree=/sys/fs/cgroup/systemd
[ -e "$tree/cgroup.procs" ] || tree=/sys/fs/cgroup
tree=$tree/hrun/$lab
look() {
	leaders=$tree/machine/$machine/payload/init.scope/cgroup.procs
	leader=
	[ ! -e "$leaders" ] || leader=$(head -n 1 "$leaders")
	result=/proc/$leader/root/run/cloud-init/result.json
	if [ -z "$leader" ]; then
		echo "not ready"
	elif [ -e "$result" ] && ! grep -q '"errors": \[\]' "$result"; then
		echo "failed $(tr -s ' \n' '  ' <"$result")"
	elif ! grep -q ':0016 00000000:0000 0A' "/proc/$leader/net/tcp"; then
		echo "not ready"
	elif [ "$reboots" = true ]; then
		echo ready
	elif [ ! -e "$result" ]; then
		echo "not ready"
	else
		case $(nsenter -t "$leader" -a systemctl is-system-running 2>&1) in
		running | degraded) echo ready ;;
		*) echo "not ready" ;;
		esac
	fi
}
look
)
