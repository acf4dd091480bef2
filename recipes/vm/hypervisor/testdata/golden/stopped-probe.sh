(
lab=demo
tree=/sys/fs/cgroup/systemd
[ -e "$tree/cgroup.procs" ] || tree=/sys/fs/cgroup
tree=$tree/hrun/$lab
for group in "$tree"/machine/* "$tree"/forward/*; do
	[ ! -d "$group" ] || echo "${group##*/}"
done
[ ! -d "$tree" ] || echo "lab $lab"
)
