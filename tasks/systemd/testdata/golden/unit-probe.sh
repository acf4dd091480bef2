s=$(systemctl show -p LoadState,ActiveState,SubState,UnitFileState,NeedDaemonReload haproxy) &&
printf '%s\n' "$s" &&
case $s in *LoadState=not-found*) systemctl list-unit-files --no-legend --no-pager '--type=service' ;; esac &&
{ d=/var/lib/pacemaker
if [ -d "$d" ]; then
	for d in "$d" "$d/cib"; do
		[ ! -d "$d" ] || [ -x "$d" ] || { echo "cannot look into $d" >&2; exit 1; }
	done
	if [ -e "$d/cib.xml" ]; then { { grep -F -e 'type="haproxy"' -e 'type="haproxy.service"' "$d/cib.xml"
}; rc=$?; case $rc in 0|1) ;; *) (exit $rc) ;; esac
}; fi
fi
}
