(
lab=demo
machine=node01
dir=/labs/demo/machines/node01
tree=/sys/fs/cgroup/systemd
[ -e "$tree/cgroup.procs" ] || tree=/sys/fs/cgroup
tree=$tree/hrun/$lab
group=$tree/machine/$machine
state=stopped
if [ -e "$group/cgroup.procs" ]; then
	processes=$(cat "$group/cgroup.procs") || exit
	[ -z "$processes" ] || state=running
fi
[ "$state" = running ] || state=new
[ "$state" = running ] || [ ! -e "$dir/hardware" ] || state=off
echo "$state"
for disk in "$dir"/disk-*; do
	[ ! -e "$disk" ] || echo "${disk##*/}"
done
if [ "$state" = running ]; then sed 's/^/hardware /' "$dir/hardware" || exit; fi
[ ! -e "$dir/description" ] || cat "$dir/description"
)
