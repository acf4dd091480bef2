package verify

import "github.com/hrun-dev/hrun/tasks/sh"

// asRoot has the scripts of a configuration run as root, and keeps its lines.
const asRoot = `
/^[ \t]*vrrp_script[ \t]/ { inside = 1 }
inside && /}/ { inside = 0 }
$1 == "script_user" || (inside && $1 == "user") { print $1 " root"; next }
{ print }`

// Keepalived verifies a configuration of keepalived(8). With -t that exits 0
// also where a file is missing, and where it only warns of what it then leaves
// out, such as an address on an interface that the host does not have: so
// whatever it says counts as a refusal. It may send SIGTERM to its own process
// group, and therefore gets one.
//
// keepalived 2.2 ends itself, before it has judged everything, where a script
// that it tracks runs as anyone but root: it takes itself for an orphan. So it
// is then given a copy in which the scripts run as root. Whether their users
// may run them is not seen.
func Keepalived() sh.Script {
	return with("keepalived", `[ -f "$1" ] || { printf '%s is missing\n' "$1" >&2; exit 1; }
judge() { said=$(setsid keepalived -t -f "$1" 2>&1 >/dev/null </dev/null); } 2>/dev/null
judge "$1"
rc=$?
if [ $rc -eq 143 ] && [ -z "$said" ]; then
	t=$(mktemp -d) || exit
	trap 'rm -rf "$t"' EXIT
	awk `+sh.Word(asRoot)+` "$1" >"$t/keepalived.conf" || exit
	judge "$t/keepalived.conf"
	rc=$?
fi
[ $rc -ne 0 ] || [ -z "$said" ] || rc=1
[ -z "$said" ] || printf '%s\n' "$said" | awk '!seen[$0]++' >&2
exit $rc`)
}
