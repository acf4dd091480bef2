(
disk=/cache/images/qemu-bookworm-31ce91b0129c/disk
if [ -e "$disk" ]; then echo present; else echo absent; fi
)
