for part in /usr/lib/ocf/resource.d/heartbeat/haproxy /usr/lib/ocf/lib/heartbeat/ocf-shellfuncs; do
	[ -e "$part" ] || exit 0
done
env OCF_ROOT=/usr/lib/ocf OCF_RESOURCE_INSTANCE=haproxy /usr/lib/ocf/resource.d/heartbeat/haproxy monitor
case $? in
0) ;;
7) exit 0 ;;
1) exit 1 ;;
*) exit 2 ;;
esac
read -r boot </proc/sys/kernel/random/boot_id || exit 2
[ "$boot" = "$owed_boot" ] || exit 0
[ "$owed_at" != - ] || exit 1
read -r pid </run/haproxy.pid && read -r stat <"/proc/$pid/stat" || exit 2
set -- ${stat##*) }
[ "${20}" -gt "$owed_at" ]
