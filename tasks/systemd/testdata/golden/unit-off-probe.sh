systemctl show -p LoadState,ActiveState,SubState,UnitFileState,NeedDaemonReload haproxy
