stale=$(systemctl show --value -p NeedDaemonReload ssh) || exit
if [ "$stale" = yes ]; then systemctl daemon-reload || exit; fi
{ systemctl try-reload-or-restart ssh
} || {
rc=$?
{ systemctl show -p ActiveState,SubState,Result,ExecMainStatus ssh
journalctl -u ssh -n 20 --no-pager -o cat; } >&2
exit $rc
}
