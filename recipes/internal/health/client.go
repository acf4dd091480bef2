package health

import (
	"cmp"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/haproxy"
	"github.com/hrun-dev/hrun/tasks/condition"
	"github.com/hrun-dev/hrun/tasks/expect"
)

// Client is the role of a host that is no node, and asks the service as its
// clients do: whether connections are accepted, and whether the page with
// statistics answers. See [Prober].
type Client struct {
	VIP   netip.Addr
	Proxy haproxy.Proxy
}

// patience is how long one answer may take.
const patience = 5 * time.Second

// On asks for what is served at the address. A proxy that is bound to another
// address is not asked; one that is bound to all of IPv4 is, by clients of IPv6
// too, which it refuses.
func (c Client) On(h *recipes.Host) error {
	p := c.Proxy.WithDefaults()
	port, ok := Served(c.VIP, p.Bind)
	if !ok {
		port, ok = Served(netip.IPv4Unspecified(), p.Bind)
	}
	if ok {
		h.Do(expect.That{Condition: condition.Port{Host: c.VIP.String(), Number: port, Within: patience}})
	}
	if port, ok := Served(c.VIP, p.Stats.Bind); ok && !p.NoStats {
		h.Do(expect.That{Condition: condition.HTTP{
			URL:  "http://" + netip.AddrPortFrom(c.VIP, port).String() + p.Stats.Path,
			User: p.Stats.User, Password: p.Stats.Password, WellKnown: p.Stats.WellKnown(), Within: patience,
		}})
	}
	return nil
}

// Served returns the port of ADDRESS:PORT if that is one at the VIP.
func Served(vip netip.Addr, bind string) (port uint16, ok bool) {
	colon := strings.LastIndexByte(bind, ':')
	n, err := strconv.ParseUint(bind[colon+1:], 10, 16)
	if colon < 0 || err != nil {
		return 0, false
	}
	switch address := strings.Trim(bind[:colon], "[]"); address {
	case "::", vip.String():
		return uint16(n), true
	case "", "*", "0.0.0.0": // all addresses of IPv4, and none of IPv6: see bind in haproxy's manual
		return uint16(n), vip.Is4()
	}
	return 0, false
}

// Prober returns the host that asks a service as its clients do: that of the
// given name, or else the bastion that all nodes are reached through last, or
// else the operator's machine.
func Prober(inv *inventory.Inventory, nodes []inventory.Host, given string) (inventory.Host, error) {
	name := given
	if name == "" {
		name = bastion(nodes)
	}
	if h, ok := inv.Host(name); ok {
		return h, nil
	}
	if given != "" {
		return inventory.Host{}, fmt.Errorf("from: there is no host %q in the inventory", given)
	}
	return recipes.Operator(inv), nil
}

// bastion returns the name of the last hop to all nodes, or "".
func bastion(nodes []inventory.Host) string {
	name := ""
	for _, n := range nodes {
		via := n.Connection.Via
		if len(via) == 0 || name != "" && via[len(via)-1] != name {
			return ""
		}
		name = cmp.Or(name, via[len(via)-1])
	}
	return name
}
