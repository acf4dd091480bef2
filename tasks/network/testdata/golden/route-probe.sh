echo routes
l=$(ip -4 route show table 254 exact 192.168.4.0/27 2>&1)
rc=$?
case "$rc $l" in
"0 "*) printf '%s\n' "$l" | sed -e 's/ expires [0-9]*sec//' -e '/^$/d' ;;
*"FIB table does not exist"*) ;;
*) printf '%s\n' "$l" >&2; exit "$rc" ;;
esac
