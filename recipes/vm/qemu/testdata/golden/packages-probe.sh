(
names=/cache/images/qemu-bookworm-ccc9037672f7/packages.names
[ ! -e "$names" ] || cat "$names"
)
