{ n=br_netfilter r=$(uname -r) && cd /sys/module || exit
listed() {
	[ -f "$1" ] || return 0
	n=$n awk '{ sub(/:.*/, ""); sub(/.*\//, ""); sub(/\.ko.*/, ""); gsub(/-/, "_"); if ($0 == ENVIRON["n"]) { print; exit } }' "$1"
}
if [ -e "$n/initstate" ]; then echo loaded
elif [ -d "$n" ]; then echo built in
else
	m=/lib/modules/$r
	b=$(listed "$m/modules.builtin") && d=$(listed "$m/modules.dep") || exit
	if [ -n "$b" ]; then echo built in; elif [ -n "$d" ]; then echo available; else echo "unknown $r"; fi
fi
} &&
{ p=/etc/modules-load.d/hrun-br_netfilter.conf d=/etc/modules-load.d
if [ -L "$p" ]; then
	l=$(readlink "$p") && printf 'link %s\n' "$l"
elif [ -f "$p" ]; then
	stat -c 'file %a %u:%g %U:%G' "$p"
elif [ -d "$p" ]; then
	stat -c 'directory %a %u:%g %U:%G' "$p" &&
l=$(ls -A "$p") && if [ -z "$l" ]; then echo empty; else echo full; fi
elif [ -e "$p" ]; then
	stat -c 'other %F' "$p"
elif [ -d "$d" ] && [ -x "$d" ]; then
	echo absent
else
	while [ ! -e "$d" ]; do d=${d%/*} d=${d:-/}; done
	[ ! -d "$d" ] || [ -x "$d" ] || { printf 'cannot look into %s\n' "$d" >&2; exit 1; }
	echo missing
fi
}
