(
dir=/labs/demo/machines/node01
operator=/keys/operator.pub
ca=/keys/ca.pub
keys() {
	for file in "$operator" "$ca"; do
		if [ -e "$file" ]; then echo "key $(cut -d' ' -f2 "$file")" || return; else echo "key none"; fi
	done
}
keys || exit
if [ -e "$dir/upper/var/lib/cloud/instance" ] || [ -L "$dir/upper/var/lib/cloud/instance" ]; then echo booted; else echo new; fi
[ ! -e "$dir/description" ] || cat "$dir/description"
)
