(
user=$(id -u) && kind=$(uname -m) || exit
[ "$kind" = x86_64 ] || echo "processor $kind"
command -v apt-ftparchive >/dev/null || echo program apt-ftparchive
command -v apt-get >/dev/null || echo program apt-get
command -v flock >/dev/null || echo program flock
command -v ip >/dev/null || echo program ip
command -v mke2fs >/dev/null || echo program mke2fs
command -v mmdebstrap >/dev/null || echo program mmdebstrap
command -v nsenter >/dev/null || echo program nsenter
command -v qemu-img >/dev/null || echo program qemu-img
command -v qemu-system-x86_64 >/dev/null || echo program qemu-system-x86_64
command -v socat >/dev/null || echo program socat
[ -c /dev/net/tun ] || echo tun
tree=/sys/fs/cgroup/systemd
[ -e "$tree/cgroup.procs" ] || tree=/sys/fs/cgroup
if [ "$user" != 0 ]; then
	echo root
else
	unshare --net true 2>/dev/null || echo namespaces
	[ -w "$tree" ] && [ -e "$tree/cgroup.procs" ] || echo cgroups
fi
(
disk='/srv/it'\''s one.qcow2'
if [ ! -f "$disk" ]; then echo "absent $disk"
elif command -v qemu-img >/dev/null && ! qemu-img info "$disk" >/dev/null 2>&1; then echo "unreadable $disk"; fi
) || exit
(
disk=/cache/images/qemu-bookworm-31ce91b0129c/disk
suite=bookworm
distribution=debian
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[ ! -e "$disk" ] || exit 0
[ -e "$keyring" ] || echo "keyring $distribution"
command -v apt-get >/dev/null || exit 0
sources=$(apt-get indextargets --format '$(RELEASE) $(COMPONENT)' 'Created-By: Packages') || exit
printf '%s\n' "$sources" | grep -qx "$suite main" || echo "source $distribution $suite"
) || exit
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
needs=$(room /cache/images/qemu-bookworm-31ce91b0129c/disk 1100 && room /cache/images/qemu-bookworm-31ce91b0129c/repository 200 && room /cache/images/qemu-bookworm-31ce91b0129c/packages 300 && room /labs/demo/machines/node01/system 600 && room /labs/demo/machines/given/system 600) || exit
printf '%s\n' "$needs" | awk 'NF { need = $1; have = $2; sub(/^[0-9]+ [0-9]+ /, ""); needs[$0] += need; free[$0] = have }
	END { for (on in needs) if (needs[on] > free[on]) print "room", needs[on], free[on], on }' | sort
)
)
