{
	read -r head && read -r head || exit 2
	while IFS=': ' read -r name rest; do printf '%s\n' "$name"; done
} </proc/net/dev
shown=$(ip -o addr show) || exit 2
while read -r index name family address rest; do
	case $family in inet|inet6) printf '%s %s\n' "$name" "$address" ;; esac
done <<SHOWN
$shown
SHOWN
