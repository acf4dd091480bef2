echo routes
c=${SSH_CONNECTION-} q=$$
while [ -z "$c" ] && [ "$q" -gt 1 ]; do
	c=$(tr '\000' '\n' <"/proc/$q/environ" | sed -n 's/^SSH_CONNECTION=//p') &&
	q=$(sed -n 's/^PPid:[[:blank:]]*//p' "/proc/$q/status") || exit
done
set -f
set -- $c
case ${1-} in
*.*)
	b=$(ip -4 route get "${1%%%*}" 2>&1)
	rc=$?
	case "$rc $b" in
	"0 "*) printf 'connected %s\n' "${b%%
*}" ;;
	*unreachable*) ;;
	*) printf '%s\n' "$b" >&2; exit "$rc" ;;
	esac ;;
esac
l=$(ip -4 route show table 100 exact 192.168.4.0/27 2>&1)
rc=$?
case "$rc $l" in
"0 "*) printf '%s\n' "$l" | sed -e 's/ expires [0-9]*sec//' -e '/^$/d' ;;
*"FIB table does not exist"*) ;;
*) printf '%s\n' "$l" >&2; exit "$rc" ;;
esac
