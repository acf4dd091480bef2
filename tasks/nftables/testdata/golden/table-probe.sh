command -v nft >/dev/null || { echo none; exit 0; }
nl='
'
f="$hrun_state"/nftables/inet-filter
if [ -f "$f" ]; then
	w=$(cat "$f") || exit
	if l=$(nft -s list table inet filter 2>&1) && [ "$w" = 92b7da0478679ea53a99a7fdab973bd7277cb823a559a58beb6fad88ae2fc990"$nl$l" ]; then echo same; exit; fi
fi
l=$(nft list tables) || exit
case $nl$l$nl in
*"$nl"'table inet filter'"$nl"*) l=$(nft -s list table inet filter) || exit ;;
*) l= ;;
esac
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
	w=
	if [ -f "$f" ]; then w=$(cat "$f") || exit; fi
else
	echo refused
fi
if [ -n "$w" ]; then printf '%s\n' "$w" | sed 's/^/+/'; fi
if [ -n "$l" ]; then printf '%s\n' "$l" | sed 's/^/=/'; fi
