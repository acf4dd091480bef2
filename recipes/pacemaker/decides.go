package pacemaker

import (
	"net/netip"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// The file in which pacemaker keeps the cluster's configuration on every node
// that has been a member.
const cibPath = "/var/lib/pacemaker/cib/cib.xml"

// Decides is the script that exits with 0 where the node's copy of the cluster's
// configuration has the address as a parameter of a resource, so that the
// cluster decides who holds it; with 1 where it has not, and with 2 where that
// cannot be seen.
func Decides(address netip.Addr) sh.Script {
	return `if ! [ -e ` + cibPath + ` ]; then
	! [ -d /var/lib/pacemaker ] || [ -x /var/lib/pacemaker/cib ] || { echo 'only root sees the configuration of the cluster' >&2; exit 2; }
	exit 1
fi
grep -qF -e ` + sh.Script(sh.Quote(`value="`+address.String()+`"`)) + ` ` + cibPath
}
