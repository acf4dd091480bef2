(
file=/labs/demo/provider
[ ! -e "$file" ] || cat "$file"
)
