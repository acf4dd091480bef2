(
programs='apt-ftparchive apt-get flock ip mmdebstrap nsenter socat systemd-nspawn'
state=/labs
root=/cache/images/bookworm-0dfdbeee1654/root
suite=bookworm
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
user=$(id -u) || exit
for program in $programs; do
	command -v "$program" >/dev/null || echo "program $program"
done
[ -e "$keyring" ] || echo keyring
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
if [ ! -e "$root" ] && command -v apt-get >/dev/null; then
	sources=$(apt-get indextargets --format '$(RELEASE) $(COMPONENT)' 'Created-By: Packages') || exit
	printf '%s\n' "$sources" | grep -qx "$suite main" || echo "source $suite"
fi
(
room() {
	[ ! -e "$1" ] || return 0
	dir=${1%/*}
	while [ -n "$dir" ] && [ ! -d "$dir" ]; do
		dir=${dir%/*}
	done
	free=$(df -P -k "${dir:-/}") || return
	printf '%s\n' "$free" | awk -v need="$2" 'NR == 2 { free = int($4 / 1024); for (i = 0; i < 5; i++) sub(/^[^ ]+ +/, ""); print need, free, $0 }'
}
needs=$(room /labs/demo/machines/node01 200) || exit
printf '%s\n' "$needs" | awk 'NF { need = $1; have = $2; sub(/^[0-9]+ [0-9]+ /, ""); needs[$0] += need; free[$0] = have }
	END { for (on in needs) if (needs[on] > free[on]) print "room", needs[on], free[on], on }' | sort
)
)
