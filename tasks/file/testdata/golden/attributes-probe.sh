p=/var/lib/app d=/var/lib
if [ -L "$p" ]; then
	l=$(readlink "$p") && printf 'link %s\n' "$l"
elif [ -f "$p" ]; then
	stat -c 'file %a %u:%g %U:%G' "$p"
elif [ -d "$p" ]; then
	stat -c 'directory %a %u:%g %U:%G' "$p" &&
{ { rc=$({ { find "$p" -xdev -exec stat -c '%u:%g %U:%G' {} +; echo $? >&3; } | sort | uniq -c >&4; } 3>&1); } 4>&1 && [ "$rc" = 0 ]; }
elif [ -e "$p" ]; then
	stat -c 'other %F' "$p"
elif [ -d "$d" ] && [ -x "$d" ]; then
	echo absent
else
	while [ ! -e "$d" ]; do d=${d%/*} d=${d:-/}; done
	[ ! -d "$d" ] || [ -x "$d" ] || { printf 'cannot look into %s\n' "$d" >&2; exit 1; }
	echo missing
fi
