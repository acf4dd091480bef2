(
disk=/cache/images/qemu-bookworm-ccc9037672f7/disk
if [ -e "$disk" ]; then echo present; else echo absent; fi
)
