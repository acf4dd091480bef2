{ shown=$(systemctl show -p LoadState,FragmentPath,NeedDaemonReload haproxy.service) || exit
stale=read load=
for line in $shown; do
	case $line in
	LoadState=*) load=${line#*=} ;;
	NeedDaemonReload=yes) [ "$load" = masked ] || stale=stale ;;
	FragmentPath=*) ;;
	esac
done
echo $stale
} &&
{ for f in /etc/systemd/system/haproxy.service.d/*.conf; do
	if [ "$f" != /etc/systemd/system/haproxy.service.d/50-limits.conf ] && { [ -e "$f" ] || [ -L "$f" ]; }; then printf 'other %s\n' "${f##*/}" || exit; fi
done
} &&
{ p=/etc/systemd/system/haproxy.service.d/50-limits.conf d=/etc/systemd/system/haproxy.service.d
if [ -L "$p" ]; then
	l=$(readlink "$p") && printf 'link %s\n' "$l"
elif [ -f "$p" ]; then
	size=$(stat -c 'file %a %u:%g %U:%G %s' "$p") && echo "${size% *}" && size=${size##* } &&
h=$(sha256sum <"$p") &&
case $h in
e2631211a3955b0dc03f63d2da38856e2430398ba021abc5eaedd436d7f4984a*) echo "${h%% *}" ;;
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
