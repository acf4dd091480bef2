d=/etc/corosync/qnetd/nssdb
[ -e "$d/cert9.db" ] || { echo absent; exit 0; }
command -v certutil >/dev/null || { echo no certutil; exit 0; }
stat -c '%U:%G %a' "$d" && stat -c %a "$d/key4.db" && list=$(certutil -L -d "sql:$d") || exit
printf '%s\n' "$list"
for nick in 'QNet CA' 'Cluster Cert'; do
	case $list in *"
$nick  "*) certutil -L -d "sql:$d" -n "$nick" -a || exit ;; esac
done
