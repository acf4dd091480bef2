{ holder() {
	for file in /var/lib/rpm/.rpm.lock /usr/lib/sysimage/rpm/.rpm.lock; do
		[ -e "$file" ] || continue
		inode=$(stat -c %i "$file") || return
		while read -r _ kind _ _ pid where _; do
			case $kind in POSIX|FLOCK) ;; *) continue ;; esac
			case $where in *:"$inode") ;; *) continue ;; esac
			for open in /proc/"$pid"/fd/*; do
				[ "$open" -ef "$file" ] || continue
				command=$(tr '\0\n' '  ' </proc/"$pid"/cmdline)
				echo "process $pid (${command% }), which holds $file"
				return
			done
		done </proc/locks || return
	done
	for file in /var/cache/dnf/*_lock.pid /var/lib/dnf/*_lock.pid; do
		[ -s "$file" ] && pid=$(cat "$file") && [ -d "/proc/$pid" ] || continue
		command=$(tr '\0\n' '  ' </proc/"$pid"/cmdline)
		echo "process $pid (${command% }), which holds $file"
		return
	done
}
waited=0 told=
while held=$(holder) || exit; [ -n "$held" ]; do
	if [ "$waited" -ge 2 ]; then
		echo "gave up after 2 s of waiting for $held" >&2
		exit 100
	fi
	if [ "$held" != "$told" ]; then
		echo "waiting up to 2 s for $held" >&2
		told=$held
	fi
	sleep 1
	waited=$((waited + 1))
done
} &&
{ known=$(dnf -y -q '--setopt=exit_on_lock=True' '--setopt=*.metadata_expire=86400' repoquery --qf '%{name}\n' -- haproxy) || exit
for name in haproxy; do
	printf '%s\n' "$known" | grep -qxF -e "$name" || {
		echo "there is no package $name: if others provide it, name one of them" >&2
		exit 1
	}
done
} &&
dnf -y -q '--setopt=exit_on_lock=True' '--setopt=*.metadata_expire=86400' install --best '--setopt=install_weak_deps=True' -- haproxy >&2
