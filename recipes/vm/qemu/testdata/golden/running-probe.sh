(
lab=demo
machine=node01
dir=/labs/demo/machines/node01
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
group=$tree/machine/$machine
acceleration && state=stopped
if [ -e "$group/cgroup.procs" ]; then
	processes=$(cat "$group/cgroup.procs") || exit
	[ -z "$processes" ] || state=running
fi
echo "$state"
[ "$state" = stopped ] || cat "$dir/hardware"
)
