(
state=/labs
lab=demo
for file in "$state/$lab/interfaces"/*; do
	name=${file##*/}
	[ -e "$file" ] && [ -e "$state/.made-$name" ] || continue
	others=0
	for other in "$state"/*/interfaces/"$name"; do
		[ "$other" = "$file" ] || others=1
	done
	[ "$others" = 1 ] || echo "$name"
done
)
