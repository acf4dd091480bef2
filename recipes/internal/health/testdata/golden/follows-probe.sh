said=$(
{ shown=$(ip -o addr show to 192.0.2.20) || exit 2
runs=no
for dir in /proc/[0-9]*; do
	if { read -r comm <"$dir/comm"; } 2>/dev/null && [ "$comm" = haproxy ]; then runs=yes; break; fi
done
case $runs,$shown in
yes,?*) echo "both are here" ;;
no,) echo "neither is here" ;;
yes,) echo 'haproxy runs here, and 192.0.2.20 is not here: something else than the cluster has started it'; exit 1 ;;
*) echo '192.0.2.20 is here, and haproxy does not run here: clients are refused'; exit 1 ;;
esac
}
)
case $? in
0) printf 'well %s\n' "$said" ;;
1) printf 'wrong %s\n' "$said" ;;
*) printf '%s\n' "$said" >&2; exit 2 ;;
esac
