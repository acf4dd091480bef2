votes=$(timeout 10 corosync-quorumtool -s)
case $? in 0|2) ;; *) echo "corosync does not answer"; exit 1 ;; esac
while read -r line; do
	case $line in
	*' A,V,'*'(local)'*) exit 0 ;;
	esac
done <<VOTES
$votes
VOTES
said=$(timeout 10 corosync-qdevice-tool -s 2>&1) || { echo "corosync-qdevice does not answer: journalctl -u corosync-qdevice tells why"; exit 1; }
host= state=
while IFS=: read -r key value; do
	case $key in
	'QNetd host') host=$value ;;
	State) state=$value ;;
	esac
done <<STATUS
$said
STATUS
set -- $host
host=$*
set -- $state
echo "the arbiter at ${host:-an unknown address} does not vote for this node, the connection is: ${*:-unknown}"
exit 1
