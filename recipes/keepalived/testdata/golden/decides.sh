systemctl is-active --quiet keepalived
case $? in
0) ;;
3|4) exit 1 ;;
*) echo 'systemctl does not say whether keepalived runs' >&2; exit 2 ;;
esac
[ -e /etc/keepalived/keepalived.conf ] || exit 1
grep -qwF -e 192.0.2.100 /etc/keepalived/keepalived.conf
