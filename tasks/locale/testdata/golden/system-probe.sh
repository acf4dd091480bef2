if ! command -v locale >/dev/null; then l=none; else l=$(locale -a) || exit; fi
if ! printf '%s\n' "$l" | grep -qxF -e C.utf8; then echo 'lacking C.UTF-8'; fi
if ! printf '%s\n' "$l" | grep -qxF -e de_DE.utf8; then echo 'lacking de_DE.UTF-8'; fi
if [ -L /etc/default/locale ] || { [ ! -e /etc/default/locale ] && [ ! -e /etc/debian_version ]; }; then
echo /etc/locale.conf
p=/etc/locale.conf d=/etc
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
else
echo /etc/default/locale
p=/etc/default/locale d=/etc/default
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
fi
