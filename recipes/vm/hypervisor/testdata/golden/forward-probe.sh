(
lab=demo
machine=node01
port=22022-node01
tree=/sys/fs/cgroup/systemd
[ -e "$tree/cgroup.procs" ] || tree=/sys/fs/cgroup
tree=$tree/hrun/$lab
group=$tree/forward/$port
state=stopped
if [ -e "$group/cgroup.procs" ]; then
	processes=$(cat "$group/cgroup.procs") || exit
	[ -z "$processes" ] || state=running
fi
echo "forward $state"
if grep -qE ' (0100007F|00000000):5606 00000000:0000 0A ' /proc/net/tcp; then echo listening; fi
for other in "$tree"/forward/*-"$machine"; do
	name=${other##*/}
	[ ! -d "$other" ] || [ "$other" = "$group" ] || [ "${name#*-}" != "$machine" ] || echo "other $name"
done
)
