package verify

import "github.com/hrun-dev/hrun/tasks/sh"

// Keepalived verifies a configuration of keepalived(8). With -t that exits 0
// also where a file is missing, and where it only warns of what it then leaves
// out, such as an address on an interface that the host does not have: so
// whatever it says counts as a refusal. It may send SIGTERM to its own process
// group, and therefore gets one.
func Keepalived() sh.Script {
	return with("keepalived", `[ -f "$1" ] || { printf '%s is missing\n' "$1" >&2; exit 1; }
said=$(setsid keepalived -t -f "$1" 2>&1 >/dev/null </dev/null)
rc=$?
[ $rc -ne 0 ] || [ -z "$said" ] || rc=1
[ -z "$said" ] || printf '%s\n' "$said" | awk '!seen[$0]++' >&2
exit $rc`)
}
