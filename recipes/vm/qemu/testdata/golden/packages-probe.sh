(
names=/cache/images/qemu-bookworm-31ce91b0129c/packages.names
[ ! -e "$names" ] || cat "$names"
)
