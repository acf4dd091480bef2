{ stale=$(systemctl show --value -p NeedDaemonReload corosync) || exit
if [ "$stale" = yes ]; then systemctl daemon-reload || exit; fi
{ systemctl restart corosync
} || {
rc=$?
{ systemctl show -p ActiveState,SubState,Result,ExecMainStatus corosync
journalctl -u corosync -n 20 --no-pager -o cat; } >&2
exit $rc
}
} &&
{ others=$(systemctl show --value -p RequiredBy corosync) || exit
n=0
for other in $others; do
	while [ $n -lt 600 ] && job=$(systemctl show --value -p Job "$other") && [ -n "$job" ]; do
		sleep 0.2; n=$((n+1))
	done
done
}
