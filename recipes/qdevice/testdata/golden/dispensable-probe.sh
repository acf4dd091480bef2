command -v corosync-qdevice-tool >/dev/null || { echo none; exit 0; }
state=$(systemctl show --value -p ActiveState corosync-qdevice) || exit
[ "$state" = active ] || { echo none; exit 0; }
said=$(timeout 10 corosync-quorumtool -s)
case $? in 0) ;; 2) echo none; exit 0 ;; *) exit 1 ;; esac
votes=0 quorum=
while read -r first second rest; do
	case $first in
	Quorum:) quorum=$second ;;
	''|0|*[!0-9]*) ;;
	*) votes=$((votes + second)) ;;
	esac
done <<STATUS
$said
STATUS
echo "$votes $quorum"
