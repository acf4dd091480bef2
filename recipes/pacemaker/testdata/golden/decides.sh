if ! [ -e /var/lib/pacemaker/cib/cib.xml ]; then
	! [ -d /var/lib/pacemaker ] || [ -x /var/lib/pacemaker/cib ] || { echo 'only root sees the configuration of the cluster' >&2; exit 2; }
	exit 1
fi
grep -qF -e 'value="192.168.4.20"' /var/lib/pacemaker/cib/cib.xml
