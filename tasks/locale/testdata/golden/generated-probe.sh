if ! command -v locale >/dev/null; then l=none; else l=$(locale -a) || exit; fi
s=/usr/share/i18n/SUPPORTED
charset() { if [ -f "$s" ]; then awk -v n="$1" '$1 == n { print $2; exit }' "$s"; fi; }
c=$(charset de_DE.UTF-8) || exit
if printf '%s\n' "$l" | grep -qxF -e de_DE.utf8; then t=there; else t=lacking; fi
printf '%s %s %s\n' de_DE.UTF-8 "$t" "$c"
c=$(charset de_DE@euro) || exit
if printf '%s\n' "$l" | grep -qxF -e de_DE@euro; then t=there; else t=lacking; fi
printf '%s %s %s\n' de_DE@euro "$t" "$c"
if [ "$l" = none ]; then echo foreign; elif command -v locale-gen >/dev/null; then echo tool; else echo "no tool"; fi
p=/etc/locale.gen d=/etc
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
