(
dir=/labs/demo
lab=demo
[ ! -e "$dir" ] || echo "$dir"
for entry in "$dir"/* "$dir"/.[!.]* "$dir"/..?*; do
	case ${entry##*/} in
	machines | interfaces | provider | provider.new) ;;
	*) [ ! -e "$entry" ] && [ ! -L "$entry" ] || printf 'other %s\n' "$(printf %s "${entry##*/}" | tr '\n' '?')" ;;
	esac
done
for left in "/run/systemd/nspawn/propagate/hrun-$lab-"*; do
	[ ! -d "$left" ] || echo "$left"
done
)
