(
root=/cache/images/bookworm-0dfdbeee1654/root
if [ -d "$root" ]; then echo present; else echo absent; fi
)
