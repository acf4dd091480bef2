package pacemaker

import (
	"cmp"
	"fmt"
	"net/netip"
	"strconv"

	"github.com/hrun-dev/hrun/tasks/cib"
)

// VirtualIP is an address that is held by one node at a time. It is carried by
// the agent ocf:heartbeat:IPaddr2, which adds it to an interface.
type VirtualIP struct {
	ID      string       // default "virtual-ip-resource"
	Address netip.Prefix `yaml:"-"` // the address and the length of its network's prefix, e.g. 192.168.4.20/27
	NIC     string       `yaml:"-"` // interface that carries it; empty means the one that the routing table says

	MigrationThreshold Score // failures on a node until the address leaves it, "0" for never; default "2"
	Monitor            Monitor
}

// Primitive returns the resource. The error says that the address is missing,
// or is not that of a host in its network, or that the threshold is none.
func (v VirtualIP) Primitive() (cib.Primitive, error) {
	v = v.withDefaults()
	if err := v.check(); err != nil {
		return cib.Primitive{}, err
	}
	params := cib.Values{"ip": v.Address.Addr().String(), "cidr_netmask": strconv.Itoa(v.Address.Bits())}
	if broadcast, ok := broadcast(v.Address); ok {
		params["broadcast"] = broadcast.String()
	}
	if v.NIC != "" {
		params["nic"] = v.NIC
	}
	return cib.Primitive{
		ID:         v.ID,
		Agent:      "ocf:heartbeat:IPaddr2",
		Params:     params,
		Meta:       cib.Values{"migration-threshold": string(v.MigrationThreshold)},
		Operations: []cib.Operation{v.Monitor.operation()},
	}, nil
}

func (v VirtualIP) check() error {
	address := v.Address.Addr()
	broadcast, isIPv4Network := broadcast(v.Address)
	switch {
	case !v.Address.IsValid():
		return fmt.Errorf("virtual address %v: it needs an address and a prefix length, such as 192.168.4.20/27", v.Address)
	case address.Is4In6():
		return fmt.Errorf("virtual address %v: write it as an IPv4 address", v.Address)
	case address.IsUnspecified(), address.IsLoopback(), address.IsMulticast():
		return fmt.Errorf("virtual address %v is not the address of a host", v.Address)
	case isIPv4Network && (address == broadcast || address == v.Address.Masked().Addr()):
		return fmt.Errorf("virtual address %v is the network's own or its broadcast address", v.Address)
	case address.Is6() && v.Address.Bits() < 127 && address == v.Address.Masked().Addr():
		return fmt.Errorf("virtual address %v is that of every router of the network (RFC 4291, 2.6.1)", v.Address)
	}
	if err := v.MigrationThreshold.check(); err != nil || v.MigrationThreshold[0] == '-' {
		return fmt.Errorf("migration threshold %q is not a number of failures", v.MigrationThreshold)
	}
	return nil
}

func (v VirtualIP) withDefaults() VirtualIP {
	v.ID = cmp.Or(v.ID, "virtual-ip-resource")
	v.MigrationThreshold = cmp.Or(v.MigrationThreshold, "2")
	v.Monitor = v.Monitor.withDefaults()
	return v
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
