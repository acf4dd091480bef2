command -v nft >/dev/null || { echo none; exit 0; }
if w=$(printf %s 'table inet filter {
chain input {
	accept
}
}
' | { unshare -n sh -c 'nft -f - && nft -s list table inet filter'
} 2>&1); then
	echo normal
elif w=$(printf %s 'table inet filter
delete table inet filter
table inet filter {
chain input {
	accept
}
}
' | { nft -c -f -
} 2>&1); then
	echo noted
	f="$hrun_state"/nftables/inet-filter
	if [ -f "$f" ]; then w=$(cat "$f") || exit; fi
else
	echo refused
fi
if [ -n "$w" ]; then printf '%s\n' "$w" | sed 's/^/+/'; fi
l=$(nft list tables) || exit
if printf '%s\n' "$l" | grep -qxF -e 'table inet filter'; then
	l=$(nft -s list table inet filter) || exit
	printf '%s\n' "$l" | sed 's/^/=/'
fi
