(
dir=/labs/demo
lab=demo
[ ! -e "$dir" ] || echo "$dir"
for left in "/run/systemd/nspawn/propagate/hrun-$lab-"*; do
	[ ! -d "$left" ] || echo "$left"
done
)
