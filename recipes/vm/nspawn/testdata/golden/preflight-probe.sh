(
programs='apt-ftparchive apt-get flock ip mmdebstrap nsenter socat systemd-nspawn'
state=/labs
user=$(id -u) || exit
for program in $programs; do
	command -v "$program" >/dev/null || echo "program $program"
done
[ -e /usr/share/keyrings/debian-archive-keyring.gpg ] || echo keyring
grep -qw overlay /proc/filesystems || modprobe -nq overlay || echo overlay
tree=/sys/fs/cgroup/systemd
[ -e "$tree/cgroup.procs" ] || tree=/sys/fs/cgroup
if [ "$user" != 0 ]; then
	echo root
else
	unshare --mount --net true 2>/dev/null || echo namespaces
	[ -w "$tree" ] && [ -e "$tree/cgroup.procs" ] || echo cgroups
fi
while [ ! -d "$state" ]; do
	state=$(dirname "$state")
done
kind=$(stat -f -c %T "$state") || exit
[ "$kind" != overlayfs ] || echo layered
)
