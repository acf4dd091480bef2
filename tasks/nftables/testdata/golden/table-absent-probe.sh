command -v nft >/dev/null || { echo none; exit 0; }
echo ready
l=$(nft list tables) || exit
if printf '%s\n' "$l" | grep -qxF -e 'table inet filter'; then
	l=$(nft -s list table inet filter) || exit
	printf '%s\n' "$l" | sed 's/^/=/'
fi
