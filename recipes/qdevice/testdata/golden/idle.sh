nodes=2
state=$(systemctl show --value -p ActiveState corosync-qnetd) || exit 2
[ "$state" = active ] || exit 0
said=$(timeout 10 corosync-qnetd-tool -l -c haproxy-cluster) || exit 2
there=0 whole=0
while read -r first second third rest; do
	case "$first $second" in
	'Node ID') there=$((there + 1)) ;;
	'Membership node')
		set -- $rest
		[ $# -lt "$nodes" ] || whole=$((whole + 1)) ;;
	esac
done <<STATUS
$said
STATUS
[ $there -eq 0 ] || [ $whole -eq "$nodes" ] || { echo "$there of $nodes nodes are connected to the arbiter, and $whole of them see all others: those may need its vote"; exit 1; }
