(
file=/labs/demo/provider
[ ! -e "$file" ] || cat "$file"
) && (
dir=/labs/demo
for entry in "$dir"/* "$dir"/.[!.]* "$dir"/..?*; do
	case ${entry##*/} in
	machines | interfaces | provider | provider.new) ;;
	*) [ ! -e "$entry" ] && [ ! -L "$entry" ] || printf 'other %s\n' "$(printf %s "${entry##*/}" | tr '\n' '?')" ;;
	esac
done

)
