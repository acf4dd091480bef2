said=$(
{ shown=$(ip -o addr show to 192.0.2.20) || exit
[ -n "$shown" ] || exit 0
since=$(
{ echo 17
}
) || exit
while read -r index name family address rest; do printf '%s %s %s\n' "$name" "$address" "$since"; done <<SHOWN
$shown
SHOWN
} 2>&1
)
printf '%s\n%s\n' $? "$said"
