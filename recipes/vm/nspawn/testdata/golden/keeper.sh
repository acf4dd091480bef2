lab=demo
machine=node01
dir=/labs/demo/machines/node01
image=/cache/images/bookworm-0dfdbeee1654/root
tree=/sys/fs/cgroup/systemd
[ -e "$tree/cgroup.procs" ] || tree=/sys/fs/cgroup
tree=$tree/hrun/$lab
join() {
	for hierarchy in /sys/fs/cgroup/systemd /sys/fs/cgroup/unified /sys/fs/cgroup; do
		[ -e "$hierarchy/cgroup.procs" ] || continue
		mkdir -p "$hierarchy/hrun/$1" && echo 0 >"$hierarchy/hrun/$1/cgroup.procs" || return
	done
}
end() {
	for hierarchy in /sys/fs/cgroup/systemd /sys/fs/cgroup/unified /sys/fs/cgroup; do
		[ -d "$hierarchy/hrun/$1" ] || continue
		tries=0
		while left=$(find "$hierarchy/hrun/$1" -name cgroup.procs -exec cat {} + 2>/dev/null); [ -n "$left" ]; do
			tries=$((tries + 1))
			[ "$tries" -le 200 ] || { echo "these processes do not end:" $left >&2; return 1; }
			kill -KILL $left 2>/dev/null
			sleep 0.05
		done
		find "$hierarchy/hrun/$1" -depth -type d -exec rmdir {} + || return
	done
}
plug() {
	ip -n hrun-demo-net link del pfae04f0d 2>/dev/null
	ip -n hrun-demo-net link add pfae04f0d type veth peer name enp0s3.41 address 52:54:fa:e0:4f:0d netns hrun-demo-node01 || return
	ip -n hrun-demo-net link set pfae04f0d master br-lan up || return
	ip -n hrun-demo-net link del pf6c241e5 2>/dev/null
	ip -n hrun-demo-net link add pf6c241e5 type veth peer name enp0s8 address 52:54:f6:c2:41:e5 netns hrun-demo-node01 || return
	ip -n hrun-demo-net link set pf6c241e5 master br-ring1 up || return
}
join "$lab/machine/$machine" || exit
overlay=lowerdir=$image,upperdir=$dir/upper,workdir=$dir/work
tries=0
until mount -t overlay hrun -o "$overlay" "$dir/root"; do
	tries=$((tries + 1))
	[ "$tries" -le 50 ] || exit 1
	sleep 0.1
done
while plug; do
	TERM=dumb SYSTEMD_NSPAWN_API_VFS_WRITABLE=network systemd-nspawn --quiet '--register=no' --keep-unit --boot '--directory=/labs/demo/machines/node01/root' '--machine=hrun-demo-node01' '--hostname=node01' '--network-namespace-path=/run/netns/hrun-demo-node01' '--capability=CAP_NET_ADMIN,CAP_NET_RAW,CAP_SYS_NICE,CAP_IPC_LOCK' '--bind-ro=/cache/images/bookworm-0dfdbeee1654/repository:/srv/repo' '--bind-ro=/sys/module' '--resolv-conf=off' '--timezone=off' '--link-journal=no'
	status=$?
	echo "hrun: the container ended with status $status"
	[ "$status" = 133 ] || break
	end "$lab/machine/$machine/payload" || break
done
left=$(find "$tree/machine/$machine/payload" -name cgroup.procs -exec cat {} +)
[ -z "$left" ] || kill -KILL $left
