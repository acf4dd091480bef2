{
	read -r head && read -r head || exit 2
	while IFS=': ' read -r name rest; do printf '%s\n' "$name"; done
} </proc/net/dev
