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
		if ready, err := h.WithPasswords(); err == nil { // an error was reported before anything was dialled
			h = ready
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
// All of it is the name: another user or port is another bastion.
func writtenOut(hop string) (inventory.Host, bool) {
	h := inventory.Host{Name: hop}
	c := &h.Connection
	at := strings.LastIndexByte(hop, '@')
	if at >= 0 {
		c.User = hop[:at]
	}
	c.Address = hop[at+1:]
	if host, port, err := net.SplitHostPort(c.Address); err == nil {
		n, err := strconv.ParseUint(port, 10, 16)
		if err != nil || n == 0 {
			return inventory.Host{}, false
		}
		c.Address, c.Port = host, int(n)
	} else {
		c.Address = strings.TrimSuffix(strings.TrimPrefix(c.Address, "["), "]")
	}
	return h, c.Address != "" && at != 0 && !strings.ContainsAny(c.Address, " \t,/'\"%[]")
}
