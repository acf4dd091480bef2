(
names=/cache/images/bookworm-0dfdbeee1654/repository/names
[ ! -e "$names" ] || cat "$names"
)
