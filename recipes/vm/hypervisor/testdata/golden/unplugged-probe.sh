(
lab=demo
for file in "/run/netns/hrun-$lab-"*; do
	[ ! -e "$file" ] || echo "${file##*/}"
done
)
