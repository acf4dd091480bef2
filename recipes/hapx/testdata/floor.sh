# What a run with nothing to do has to ask a node at least, as one script.
sha256sum /etc/ssh/ca.pub /etc/corosync/authkey /etc/corosync/corosync.conf /etc/haproxy/haproxy.cfg /usr/lib/ocf/resource.d/heartbeat/haproxy
stat -c '%a %U %G' /etc/ssh/ca.pub /etc/corosync/authkey /etc/corosync/corosync.conf /etc/haproxy/haproxy.cfg /usr/lib/ocf/resource.d/heartbeat/haproxy /home/debian
grep -cxF "192.168.4.21 hapx-node01" /etc/hosts
dpkg-query -W -f '${Package} ${Status} ${Version}\n' pacemaker corosync crmsh haproxy curl
systemctl show -p ActiveState,UnitFileState haproxy corosync pacemaker
cat /etc/timezone
cibadmin -Q | sha256sum
