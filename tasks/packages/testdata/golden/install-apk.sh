{ holder() {
	for file in /lib/apk/db/lock; do
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
apk add --wait 2 --cache-max-age 1440 haproxy >&2
