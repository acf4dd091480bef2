package cli

import (
	"net"
	"strconv"
	"strings"

	"github.com/hrun-dev/hrun/inventory"
)

// bastions returns the function that finds a bastion: a host of the inventory,
// or [user@]host[:port] as ssh -J takes it. What is only written out is
// reached with the key and the host key policy of the command line.
func (f *connectionFlags) bastions(inv *inventory.Inventory) func(name string) (inventory.Host, bool) {
	return func(name string) (inventory.Host, bool) {
		if h, known := inv.Host(name); known {
			return h, true
		}
		h, ok := writtenOut(name)
		if f.privateKey != "" {
			h.Connection.KeyFiles = []string{f.privateKey}
		}
		if f.hostKeys != "" {
			h.Connection.HostKeys = f.hostKeys.policy()
		}
		return h, ok
	}
}

// writtenOut reads [user@]host[:port]; a host with colons stands in brackets.
func writtenOut(hop string) (h inventory.Host, ok bool) {
	at := strings.LastIndexByte(hop, '@')
	if at >= 0 {
		h.Connection.User = hop[:at]
	}
	h.Name = hop[at+1:]
	if host, port, err := net.SplitHostPort(h.Name); err == nil {
		n, err := strconv.ParseUint(port, 10, 16)
		if err != nil || n == 0 {
			return inventory.Host{}, false
		}
		h.Name, h.Connection.Port = host, int(n)
	} else {
		h.Name = strings.TrimSuffix(strings.TrimPrefix(h.Name, "["), "]")
	}
	h.Connection.Address = h.Name
	return h, h.Name != "" && at != 0 && !strings.ContainsAny(h.Name, " \t,/'\"%[]")
}
