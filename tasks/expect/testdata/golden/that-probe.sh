said=$(
test -e /ready
)
case $? in
0) echo holds ;;
1) printf 'unmet\n%s\n' "$said" ;;
*) printf '%s\n' "$said" >&2; exit 2 ;;
esac
