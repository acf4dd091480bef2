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
	size=$(stat -c 'file %a %u:%g %U:%G %s' "$p") && echo "${size% *}" && size=${size##* } &&
h=$(sha256sum <"$p") &&
case $h in
3bfff2585066e0a9f96bbde61be25b49a06762530ee2fbb570958556fffe428a*) echo "${h%% *}" ;;
*) echo "${h%% *} $size" && if [ "$size" -le 65536 ] && [ "$(tr -d '\000' <"$p" | wc -c)" -eq "$size" ]; then cat "$p"; fi ;;
esac
elif [ -d "$p" ]; then
	stat -c 'directory %a %u:%g %U:%G' "$p"
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
