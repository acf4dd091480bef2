cd /proc/sys &&
k=/proc/sys/net/ipv4/ip_forward &&
if [ -e "$k" ]; then l=$(tr '\t\n' '  ' <"$k") && printf 'live %s\n' "$l"; else echo none; fi &&
{ p=/etc/sysctl.d/60-hrun-net.ipv4.ip_forward.conf d=/etc/sysctl.d
if [ -L "$p" ]; then
	l=$(readlink "$p") && printf 'link %s\n' "$l"
elif [ -f "$p" ]; then
	size=$(stat -c 'file %a %u:%g %U:%G %s' "$p") && echo "${size% *}" && size=${size##* } &&
if [ "$size" -gt 1048576 ]; then echo large; else echo text; cat "$p"; fi
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
