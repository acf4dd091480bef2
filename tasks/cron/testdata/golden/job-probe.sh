p=/etc/cron.d/backup d=/etc/cron.d
if [ -L "$p" ]; then
	l=$(readlink "$p") && printf 'link %s\n' "$l"
elif [ -f "$p" ]; then
	size=$(stat -c 'file %a %u:%g %U:%G %s' "$p") && echo "${size% *}" && size=${size##* } &&
h=$(sha256sum <"$p") &&
case $h in
c2378ee84b25008444223de287cbe2c7cb1680870605f08c5f6d03249405a0be*) echo "${h%% *}" ;;
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
