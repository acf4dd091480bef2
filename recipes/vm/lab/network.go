package lab

import "net/netip"

// Network connects machines.
type Network struct {
	Name string // lower-case letters and digits, at most 12

	// NIC is what the machines call their interface in it, at most 15 bytes.
	// In a virtual machine, "enp0s3.41" is VLAN 41 of enp0s3; in a container
	// it is an interface of that name.
	NIC string

	Kind    Kind
	Adapter string       // of a HostOnly network: the hypervisor's interface, e.g. vboxnet0
	Host    netip.Prefix // of a HostOnly network: the hypervisor's address in it
}

// Kind is what a network leads to besides the machines.
type Kind int

// The kinds of networks. Internal ones lead nowhere, HostOnly ones to the
// hypervisor, and NAT ones to what the hypervisor reaches.
const (
	Internal Kind = iota
	HostOnly
	NAT
)

// Link is a machine's interface in a network.
type Link struct {
	Network Network
	MAC     string       // as 52:54:00:12:34:56; empty: one that is derived from the names
	Address netip.Prefix // the zero value: by DHCP
}
