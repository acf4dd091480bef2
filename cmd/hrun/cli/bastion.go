package cli

import (
	"net"
	"strconv"
	"strings"

	"github.com/hrun-dev/hrun/inventory"
)

// bastions finds a bastion by the name under which a host is reached through it.
type bastions func(name string) (inventory.Host, bool)

// bastions returns the function that finds a bastion: a host of the inventory
// as it stands there, or [user@]host[:port] as ssh -J takes it. The flags are
// about the hosts that are worked on; for a bastion they only fill in what is
// not said otherwise. So it keeps its own user where -u names another one. Only
// --host-key-checking strict holds for all: who asks for it would not expect a
// way around it.
func (f *connectionFlags) bastions(given *inventory.Inventory, password inventory.Password) bastions {
	return func(name string) (inventory.Host, bool) {
		h, known := given.Host(name)
		ok := known
		if !known {
			h, ok = writtenOut(name)
		}
		c := &h.Connection
		if known && c.User == "" {
			c.User = f.user
		}
		if c.Password == "" {
			c.Password = password
		}
		if f.privateKey != "" && len(c.KeyFiles) == 0 {
			c.KeyFiles = []string{f.privateKey}
		}
		if f.hostKeys == "strict" || f.hostKeys != "" && (!known || c.HostKeys == inventory.AcceptNew) {
			c.HostKeys = f.hostKeys.policy()
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
