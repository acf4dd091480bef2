(
programs='apt-ftparchive apt-get flock ip mmdebstrap nsenter socat ssh-keygen systemd-nspawn'
state=/labs
[ "$(id -u)" = 0 ] || echo root
for program in $programs; do
	command -v "$program" >/dev/null || echo "program $program"
done
[ -e /usr/share/keyrings/debian-archive-keyring.gpg ] || echo keyring
unshare --mount --net true 2>/dev/null || echo namespaces
grep -qw overlay /proc/filesystems || modprobe -nq overlay || echo overlay
tree=/sys/fs/cgroup/systemd
[ -e "$tree/cgroup.procs" ] || tree=/sys/fs/cgroup
[ -w "$tree" ] && [ -e "$tree/cgroup.procs" ] || echo cgroups
while [ ! -d "$state" ]; do
	state=$(dirname "$state")
done
kind=$(stat -f -c %T "$state") || exit
[ "$kind" != overlayfs ] || echo layered
)
