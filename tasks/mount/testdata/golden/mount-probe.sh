p='/srv/my data' e='/srv/my\040data'
if [ -e /dev/disk/by-uuid/1234 ]; then s=$(readlink -f /dev/disk/by-uuid/1234) && printf 'source %s\n' "$s" || exit; else echo source unknown; fi
m=$(e="$e" awk '$5 == ENVIRON["e"] { for (i = 7; i < NF && $i != "-"; i++); print "mount", $(i + 1), $(i + 2), $6, $(i + 3) }' /proc/self/mountinfo) || exit
if [ -n "$m" ]; then
	printf '%s\n' "$m"
	d=${m##*"mount "} d=${d#* } d=${d%% *}
	if [ -L "$d" ]; then d=$(readlink -f "$d") && printf 'real %s\n' "$d" || exit; fi
elif [ -d "$p" ]; then
	r=$(cd -P "$p" && pwd -P) || exit
	if [ "$r" = "$p" ]; then echo place directory; else printf 'place via %s\n' "$r"; fi
elif [ -e "$p" ]; then
	if [ -f "$p" ]; then echo place file; else echo place other; fi
else
	d=$p
	while [ ! -e "$d" ]; do d=${d%/*} d=${d:-/}; done
	[ ! -d "$d" ] || [ -x "$d" ] || { printf 'cannot look into %s\n' "$d" >&2; exit 1; }
	echo place absent
fi
p=/etc/fstab d=/etc
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
