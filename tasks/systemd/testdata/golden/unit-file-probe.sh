{ shown=$(systemctl show -p FragmentPath,NeedDaemonReload backup.service) || exit
stale=read load=
for line in $shown; do
	case $line in
	NeedDaemonReload=yes) stale=stale ;;
	FragmentPath=|FragmentPath=/etc/systemd/system/backup.service) ;;
	FragmentPath=*) stale=stale ;;
	esac
done
echo $stale
} &&
{ p=/etc/systemd/system/backup.service d=/etc/systemd/system
if [ -L "$p" ]; then
	l=$(readlink "$p") && printf 'link %s\n' "$l"
elif [ -f "$p" ]; then
	size=$(stat -c 'file %a %u:%g %U:%G %s' "$p") && echo "${size% *}" && size=${size##* } &&
h=$(sha256sum <"$p") &&
case $h in
fcb1421dd7c36a7ed00d8836c6d9887dd6701b8d43e733aa37d73a4b0878834a*) echo "${h%% *}" ;;
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
