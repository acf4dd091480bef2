package pacemaker

import (
	"fmt"
	"net/netip"
	"strconv"

	"github.com/hrun-dev/hrun/tasks/cib"
)

// VirtualIP is an address that is held by one node at a time. It is carried by
// the agent ocf:heartbeat:IPaddr2, which adds it to an interface.
type VirtualIP struct {
	ID      string       // empty means "virtual-ip-resource"
	Address netip.Prefix // the address and the length of its network's prefix, e.g. 192.168.4.20/27
	NIC     string       // interface that carries it; empty means the one that the routing table says
}

// Primitive returns the resource. Its monitor runs every 20 s, and after two
// failures it moves to another node. The error says that the address is
// missing, or is not that of a host in its network.
func (v VirtualIP) Primitive() (cib.Primitive, error) {
	if !v.Address.IsValid() {
		return cib.Primitive{}, fmt.Errorf("virtual address %v: it needs an address and a prefix length, such as 192.168.4.20/27", v.Address)
	}
	address := v.Address.Addr().Unmap()
	params := cib.Values{"ip": address.String(), "cidr_netmask": strconv.Itoa(v.Address.Bits())}
	if broadcast, ok := broadcast(v.Address); ok {
		if address == broadcast || address == v.Address.Masked().Addr() {
			return cib.Primitive{}, fmt.Errorf("virtual address %v is the network's own or its broadcast address", v.Address)
		}
		params["broadcast"] = broadcast.String()
	}
	if v.NIC != "" {
		params["nic"] = v.NIC
	}
	return cib.Primitive{
		ID:         v.id(),
		Agent:      "ocf:heartbeat:IPaddr2",
		Params:     params,
		Meta:       cib.Values{"migration-threshold": "2"},
		Operations: []cib.Operation{monitor()},
	}, nil
}

func (v VirtualIP) id() string {
	if v.ID == "" {
		return "virtual-ip-resource"
	}
	return v.ID
}

// broadcast returns the last address of an IPv4 network. IPv6 has none, nor
// have point-to-point networks (RFC 3021) and single addresses.
func broadcast(p netip.Prefix) (netip.Addr, bool) {
	if !p.Addr().Is4() || p.Bits() > 30 {
		return netip.Addr{}, false
	}
	b := p.Addr().As4()
	for bit := p.Bits(); bit < 32; bit++ {
		b[bit/8] |= 0x80 >> (bit % 8)
	}
	return netip.AddrFrom4(b), true
}
