package keepalived

import (
	"net/netip"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// Decides is the script that exits with 0 where keepalived runs on the host and
// its configuration has the address, so that VRRP decides who holds it; with 1
// where it does not, and with 2 where that cannot be seen.
func Decides(address netip.Addr) sh.Script {
	return `systemctl is-active --quiet keepalived
case $? in
0) ;;
3|4) exit 1 ;;
*) echo 'systemctl does not say whether keepalived runs' >&2; exit 2 ;;
esac
[ -e ` + configPath + ` ] || exit 1
grep -qwF -e ` + sh.Script(sh.Quote(address.String())) + ` ` + configPath
}
