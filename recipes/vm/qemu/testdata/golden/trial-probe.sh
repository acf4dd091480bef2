(
image=/cache/images/qemu-bookworm-31ce91b0129c
disk=/cache/images/qemu-bookworm-31ce91b0129c/disk
device=''
hypervisor() {
	{ uname -r && sed -n '/^model name/p; /^flags/p' /proc/cpuinfo | sort -u && { [ ! -e "$disk" ] || stat -c '%s %Y' "$disk"; }; } | sha256sum
}
acceleration() {
	[ -e "${device:-/dev/kvm}" ] || { echo tcg; return; }
	[ -e "$image/acceleration" ] || { echo untried; return; }
	hypervisor=$(hypervisor) || return
	found=$(awk -v on="${hypervisor%% *}" '$1 == on { print $2; exit }' "$image/acceleration") || return
	echo "${found:-untried}"
}
acceleration
)
