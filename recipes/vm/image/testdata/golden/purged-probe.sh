(
image=/cache/images/bookworm-0dfdbeee1654
state=/labs
if [ -e "$image" ]; then echo present; else echo absent; fi
for dir in "$state"/*; do
	[ ! -d "$dir" ] || echo "${dir##*/}"
done
)
