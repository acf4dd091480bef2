d=vboxnet0 v=192.168.4.57
found=any
if [ -n "$d" ]; then
	found=none
	while IFS=': ' read -r n x; do
		if [ "$n" = "$d" ]; then found=$d; fi
	done </proc/net/dev || exit
fi
if [ "$found" = none ]; then
	echo gateway none
else
	l=$(ip -4 route show match "$v" ${d:+dev "$d"}) || exit
	printf '%s\n' "$l" | awk '!/ via / && !/^(blackhole|unreachable|prohibit|throw|nexthop) ?/ && NF > 1 { found = 1 }
END { print "gateway", found ? "connected" : "elsewhere" }' || exit
fi
echo routes
l=$(ip -4 route show table 254 exact 192.168.4.0/27 2>&1)
rc=$?
case "$rc $l" in
"0 "*) printf '%s\n' "$l" | sed -e 's/ expires [0-9]*sec//' -e '/^$/d' ;;
*"FIB table does not exist"*) ;;
*) printf '%s\n' "$l" >&2; exit "$rc" ;;
esac
