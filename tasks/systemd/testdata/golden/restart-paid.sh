boot=$(cat /proc/sys/kernel/random/boot_id) || exit 2
shown=$(systemctl show -p ActiveState,InactiveExitTimestampMonotonic corosync) || exit 2
state= began=
for line in $shown; do
	case $line in
	ActiveState=*) state=${line#*=} ;;
	InactiveExitTimestampMonotonic=*) began=${line#*=} ;;
	esac
done
case $state in
active|reloading) ;;
inactive|failed) exit 1 ;;
'') echo "systemctl printed no ActiveState" >&2; exit 2 ;;
*) exit 1 ;;
esac
[ "$boot" = "$owed_boot" ] || exit 0
[ "$owed_at" != - ] || exit 1
case $began in ''|*[!0-9]*) echo "systemctl printed no InactiveExitTimestampMonotonic" >&2; exit 2 ;; esac
[ "$began" -ge $(((owed_at + 2) * 10000)) ]
