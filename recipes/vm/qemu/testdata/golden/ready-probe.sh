(
lab=demo
machine=node01
dir=/labs/demo/machines/node01
namespace=hrun-demo-net
taps=''
image=/cache/images/qemu-bookworm-31ce91b0129c
disk=/cache/images/qemu-bookworm-31ce91b0129c/disk
tree=/sys/fs/cgroup/systemd
[ -e "$tree/cgroup.procs" ] || tree=/sys/fs/cgroup
tree=$tree/hrun/$lab
hypervisor() {
	{ uname -r && sed -n '/^model name/p; /^flags/p' /proc/cpuinfo | sort -u && { [ ! -e "$disk" ] || stat -c '%s %Y' "$disk"; }; } | sha256sum
}
acceleration() {
	[ -e "${device:-/dev/kvm}" ] || { echo tcg; return; }
	[ -e "$image/acceleration" ] || { echo untried; return; }
	hypervisor=$(hypervisor) || return
	found=$(awk -v on="${hypervisor%% *}" '$1 == on { print $2; exit }' "$image/acceleration") || return
	echo "${found:-untried}"
}
look() {
	if [ -e console.log ] && grep -aq ' login: ' console.log; then echo ready; return; fi
	for tap in $taps; do
		seen=$(ip -n "$namespace" -s -o link show "$tap" 2>/dev/null | sed -n 's/.*RX:[^\\]*\\ *\([0-9]*\).*/\1/p')
		if [ "${seen:-0}" -gt 0 ]; then echo ready; return; fi
	done
	echo "not ready"
}
group=$tree/machine/$machine
[ ! -d "$dir" ] || cd "$dir" || exit
state=stopped
if [ -e "$group/cgroup.procs" ]; then
	processes=$(cat "$group/cgroup.procs") || exit
	[ -z "$processes" ] || state=running
fi
if [ "$state" = running ]; then look; else echo "not ready"; fi
)
