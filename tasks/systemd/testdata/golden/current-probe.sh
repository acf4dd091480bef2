export TZ=UTC
shown=$(systemctl show -p LoadState,ActiveState,InactiveExitTimestamp haproxy --timestamp=us+utc 2>&1) || shown=$(systemctl show -p LoadState,ActiveState,InactiveExitTimestamp haproxy) || exit
state= began= entered= reloaded= result=
IFS='
'
for line in $shown; do
	case $line in
	LoadState=not-found) echo unknown; exit ;;
	ActiveState=*) state=${line#*=} ;;
	InactiveExitTimestamp=*) began=${line#* } ;;
	ActiveEnterTimestamp=*) entered=${line#* } ;;
	StateChangeTimestamp=*) reloaded=${line#* } ;;
	ReloadResult=*) result=${line#*=} ;;
	esac
done
case $state in
inactive|failed|deactivating) echo idle; exit ;;
active) if [ "$reloaded" \> "$entered" ] && [ "$result" = success ]; then began=$reloaded; fi ;;
esac
case $state,$began in ?*,[0-9]*) ;; *) echo 'systemctl does not say when it started' >&2; exit 1 ;; esac
set --
for p in /etc/haproxy/haproxy.cfg '/etc/haproxy/it'\''s'; do
	if [ -e "$p" ] || [ -L "$p" ]; then
		set -- "$@" "$p"
		if [ -L "$p" ] && [ -e "$p" ]; then p=$(readlink -f "$p") && set -- "$@" "$p" || exit; fi
	else
		while [ ! -e "$p" ]; do p=${p%/*} p=${p:-/}; done
		[ ! -d "$p" ] || [ -x "$p" ] || { printf 'cannot look into %s\n' "$p" >&2; exit 1; }
	fi
done
now=$(date '+%Y-%m-%d %H:%M:%S.%N UTC') || exit
changed=
[ $# = 0 ] || changed=$(find "$@" -newerct "$began") || exit
if [ -n "$changed" ]; then
	echo changed
	printf '%s\n' "$changed" | sort
	later=$(find "$@" -newerct now) || exit
	[ -z "$later" ] || { echo future; printf '%s\n' "$later" | sort; }
elif [ "$began" \> "$now" ]; then
	echo early
else
	echo current
fi
