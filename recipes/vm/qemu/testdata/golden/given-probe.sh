(
lab=demo
machine=given
dir=/labs/demo/machines/given
image=/cache/images/qemu-base-5d818aa71dff
disk='/srv/it'\''s one.qcow2'
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
