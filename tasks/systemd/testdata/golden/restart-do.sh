stale=$(systemctl show --value -p NeedDaemonReload corosync) || exit
if [ "$stale" = yes ]; then systemctl daemon-reload || exit; fi
{ systemctl restart corosync
} || {
rc=$?
{ systemctl show -p ActiveState,SubState,Result,ExecMainStatus corosync
journalctl -u corosync -n 20 --no-pager -o cat; } >&2
exit $rc
}
