package network

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// ConnectedError says that the run itself has come in by what is to be taken
// away.
type ConnectedError struct {
	What string // e.g. "address 192.168.4.2/27 on eth0"
	Peer netip.Addr
}

func (e *ConnectedError) Error() string {
	return fmt.Sprintf("%s carries the connection of this run, from %s: it would cut itself off", e.What, e.Peer)
}

// findConnection sets $1 to the peer's address and $3 to this host's own, as
// sshd(8) puts them into SSH_CONNECTION; there are none if the run did not come
// by SSH. sudo(8) takes the variable away, so that it has to be looked for in
// what the processes above were started with.
const findConnection sh.Script = `c=${SSH_CONNECTION-} q=$$
while [ -z "$c" ] && [ "$q" -gt 1 ]; do
	c=$(tr '\000' '\n' <"/proc/$q/environ" | sed -n 's/^SSH_CONNECTION=//p') &&
	q=$(sed -n 's/^PPid:[[:blank:]]*//p' "/proc/$q/status") || exit
done
set -f
set -- $c
`

// address reads one of the two, without the interface of a link-local one.
func address(word string) netip.Addr {
	word, _, _ = strings.Cut(word, "%")
	a, _ := netip.ParseAddr(word)
	return a.Unmap()
}

const absent = "absent"

// shown returns what is there as a plan shows it.
func shown(there []string) string {
	if len(there) == 0 {
		return absent
	}
	return strings.Join(there, ", ")
}

// family returns the option of ip(8) for the family of an address.
func family(a netip.Addr) string {
	if a.Is4() {
		return "-4"
	}
	return "-6"
}

// checkDevice reports what the kernel does not take as the name of an
// interface: dev_valid_name in its source.
func checkDevice(name string) error {
	bad := func(r rune) bool { return r <= ' ' || r == 0x7f || r == '/' || r == ':' || r == '@' }
	if name == "" || len(name) > 15 || name == "." || name == ".." || strings.HasPrefix(name, "-") || strings.ContainsFunc(name, bad) {
		return fmt.Errorf("%q cannot be the name of an interface", name)
	}
	return nil
}
