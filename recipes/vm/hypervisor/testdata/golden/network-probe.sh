(
ns=hrun-demo-net
[ -e "/run/netns/$ns" ] || exit 0
kind=$(stat -f -c %T "/run/netns/$ns") || exit
[ "$kind" = nsfs ] || exit 0
echo namespace
links=$(ip -n "$ns" -o link show type bridge up) || exit
printf '%s\n' "$links" | awk -F': ' 'NF { print $2 }' | sort
)
