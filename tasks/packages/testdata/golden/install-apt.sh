{ holder() {
	for file in /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/lib/apt/lists/lock /var/cache/apt/archives/lock; do
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
{ states=$(dpkg-query -W -f '${db:Status-Status}\n') && journal=$(ls /var/lib/dpkg/updates) || exit
case $journal$states in
[0-9]*|*half-*|*unpacked*|*triggers-*)
	echo "dpkg was interrupted or left packages half done; running dpkg --configure -a" >&2
	env DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l dpkg --force-confdef --force-confold --configure -a >&2 ||
		echo "dpkg --configure -a failed; apt-get may still succeed" >&2
	;;
esac
} &&
{ offered() {
	apt-cache show --no-all-versions -- "$1" | grep -qxF "Package: $2"
}
lacking() {
	for spec in haproxy; do
		name=${spec%%=*}
		offered "$spec" "${name%:*}" || return 0
	done
	return 1
}
if [ ! -d /var/lib/apt/lists ] ||
	[ -z "$(find /var/lib/apt/lists -maxdepth 0 -mmin -1440)" ] ||
	[ -n "$(find /etc/apt -newer /var/lib/apt/lists '(' -name '*.list' -o -name '*.sources' -o -name sources.list.d ')')" ] || lacking
then
	if apt-get -q -o APT::Update::Error-Mode=any update >&2; then
		touch /var/lib/apt/lists
	else
		echo "apt-get update failed; going on with the lists that there are" >&2
	fi
fi
for spec in haproxy; do
	name=${spec%%=*}
	offered "$name" "${name%:*}" || {
		echo "there is no package $name: if it is a virtual one, name one that provides it" >&2
		exit 100
	}
	[ "$spec" = "$name" ] || offered "$spec" "${name%:*}" || {
		echo "of $name there are these versions:"
		apt-cache madison -- "$name"
	} >&2
done
} &&
env 'DEBIAN_FRONTEND=noninteractive' 'APT_LISTCHANGES_FRONTEND=none' 'NEEDRESTART_MODE=l' apt-get -q -y -o 'DPkg::Lock::Timeout=2' -o 'Dpkg::Options::=--force-confdef' -o 'Dpkg::Options::=--force-confold' -o 'Dpkg::Use-Pty=0' install --install-recommends -- haproxy >&2
