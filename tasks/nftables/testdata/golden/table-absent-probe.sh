command -v nft >/dev/null || { echo none; exit 0; }
nl='
'
l=$(nft list tables) || exit
case $nl$l$nl in
*"$nl"'table inet filter'"$nl"*) l=$(nft -s list table inet filter) || exit ;;
*) l= ;;
esac
echo ready
if [ -n "$l" ]; then printf '%s\n' "$l" | sed 's/^/=/'; fi
