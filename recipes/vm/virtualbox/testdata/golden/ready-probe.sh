(
uuid=4b562641-cea9-8549-98d8-46837fe354d7
port=22022
look() {
	said=$(VBoxManage "$@" 2>&1) && return
	case $said in *VBOX_E_OBJECT_NOT_FOUND*) return 1 ;; esac
	printf '%s\n' "$said" >&2
	exit 1
}
told() {
	look guestproperty enumerate "$uuid" --patterns '/VirtualBox/GuestInfo/Net/*/V4/IP' || { echo absent; return; }
	addresses=$(printf '%s\n' "$said" | sed -nE -e 's|^Name: /VirtualBox/GuestInfo/Net/[0-9]+/V4/IP, value: ([0-9.]+),.*|\1|p' \
		-e "s|^/VirtualBox/GuestInfo/Net/[0-9]+/V4/IP += '([0-9.]+)'.*|\1|p" | sort -u)
	if [ -n "$addresses" ]; then
		printf '%s\n' "$addresses"
	elif [ "$port" != 0 ] && command -v ssh-keyscan >/dev/null; then
		case $(ssh-keyscan -T 2 -t ed25519 -p "$port" 127.0.0.1 2>&1) in *SSH-2.0-*) echo ssh ;; esac
	fi
}
told
)
