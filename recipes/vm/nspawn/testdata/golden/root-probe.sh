(
dir=/labs/demo/machines/node01
if [ -e "$dir/upper/var/lib/cloud/instance" ] || [ -L "$dir/upper/var/lib/cloud/instance" ]; then echo booted; else echo new; fi
[ ! -e "$dir/description" ] || cat "$dir/description"
)
