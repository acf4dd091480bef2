d=enp0s3.41 found=none
while IFS=': ' read -r n x; do
	if [ "$n" = "$d" ]; then found=interface; fi
done </proc/net/dev || exit
echo "$found"
if [ "$found" = interface ]; then
	l=$(ip -o -4 addr show dev "$d") || exit
	printf '%s\n' "$l" | a=192.168.4.20 awk '$3 == "inet" {
	split($4, have, "/")
	if (have[1] == ENVIRON["a"]) print $4, ($5 == "peer" ? $6 : "")
}'
fi
