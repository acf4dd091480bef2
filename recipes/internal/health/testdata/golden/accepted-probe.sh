said=$(
{ command -v haproxy >/dev/null || { echo 'haproxy is not installed'; exit 1; }
said=$(haproxy -c -f /etc/haproxy/haproxy.cfg 2>&1) && exit 0
why=$(printf '%s\n' "$said" | sed -n 's/^\[ALERT\] *([0-9]*) *: *//p' | sed 1q)
echo "it would not start: ${why:-it does not say why}"
exit 1
}
)
case $? in
0) printf 'well %s\n' "$said" ;;
1) printf 'wrong %s\n' "$said" ;;
*) printf '%s\n' "$said" >&2; exit 2 ;;
esac
