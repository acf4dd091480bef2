package vm

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
)

// Network is a further network of the machines.
type Network struct {
	Name      string                  // lower-case letters and digits, at most 12
	NIC       string                  // what the machines call their interface in it
	Addresses map[string]netip.Prefix // by inventory name; who is not named is not in it, unless by DHCP
	DHCP      []string                `yaml:"dhcp"` // who is in it with an address that is asked for

	Kind    string       // "internal" (default), "hostonly" or "nat"
	Adapter string       // of a hostonly network: the hypervisor's interface, e.g. vboxnet0
	Host    netip.Prefix // of a hostonly network: the hypervisor's address in it
}

// kinds are the words for the kinds of networks.
var kinds = map[string]lab.Kind{"": lab.Internal, "internal": lab.Internal, "hostonly": lab.HostOnly, "nat": lab.NAT}

// networks returns all networks; the first is that of the hosts' addresses.
func (p Parameters) networks(machines []inventory.Host) []Network {
	first := Network{Name: "lan", NIC: p.NIC, Addresses: map[string]netip.Prefix{}}
	for _, m := range machines {
		first.Addresses[m.Name] = m.Address
	}
	return append([]Network{first}, p.Networks...)
}

// has reports whether a machine is in the network, and with which address; the
// zero one is by DHCP.
func (n Network) has(machine string) (netip.Prefix, bool) {
	address, named := n.Addresses[machine]
	return address, named || slices.Contains(n.DHCP, machine)
}

// described returns the network as the provider takes it.
func (n Network) described() lab.Network {
	return lab.Network{Name: n.Name, NIC: n.NIC, Kind: kinds[n.Kind], Adapter: n.Adapter, Host: n.Host}
}

// wayIn returns the network through which machines with a kernel of their own
// are forwarded to: its interface is the first that is left of those that
// VirtualBox and QEMU have, the first being the one of hrun_address.
func wayIn(networks []Network) lab.Network {
	taken := map[string]bool{}
	for _, n := range networks {
		parent, _, _ := strings.Cut(n.NIC, ".")
		taken[parent] = true
	}
	for _, slot := range []int{8, 9, 10, 16, 17, 18, 19} {
		if nic := fmt.Sprintf("enp0s%d", slot); !taken[nic] {
			return lab.Network{Name: "nat", NIC: nic, Kind: lab.NAT}
		}
	}
	return lab.Network{Name: "nat", NIC: "enp0s8", Kind: lab.NAT} // the provider refuses so many adapters
}
