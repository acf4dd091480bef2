d=enp0s3.41 found=none
while IFS=': ' read -r n x; do
	if [ "$n" = "$d" ]; then found=interface; fi
done </proc/net/dev || exit
echo "$found"
c=${SSH_CONNECTION-} q=$$
while [ -z "$c" ] && [ "$q" -gt 1 ]; do
	c=$(tr '\000' '\n' <"/proc/$q/environ" | sed -n 's/^SSH_CONNECTION=//p') &&
	q=$(sed -n 's/^PPid:[[:blank:]]*//p' "/proc/$q/status") || exit
done
set -f
set -- $c
if [ $# -ge 3 ]; then printf 'connected %s %s\n' "$1" "$3"; fi
if [ "$found" = interface ]; then
	l=$(ip -o -4 addr show dev "$d") || exit
	printf '%s\n' "$l" | a=192.168.4.20 awk '$3 == "inet" {
	split($4, have, "/")
	if (have[1] == ENVIRON["a"]) print $4, ($5 == "peer" ? $6 : "")
}'
fi
