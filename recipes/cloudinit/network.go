package cloudinit

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
)

// Network is the interfaces of a machine. Without any, cloud-init asks for an
// address by DHCP on the first that it finds.
type Network struct {
	// Version is that of the format: 1, or 2, which is netplan's, for images
	// that have netplan, as Ubuntu's: where there is ifupdown, cloud-init 22.4
	// makes less of it, and does not start VLANs that have no address. 0 means 1.
	Version    int
	Interfaces []Interface
}

// Interface is a network interface. One without addresses and DHCP is up, and
// no more than that.
type Interface struct {
	Name string // as the kernel calls it, at most 15 bytes; may hold a dot
	MAC  string // the interface that has it gets the name; empty: the one of that name
	Link string // of a VLAN: the interface that carries it, which is one of the machine's
	VLAN int    // 1 to 4094; 0 means that it is none
	MTU  int    // bytes; 0 means the kernel's choice

	DHCP        bool // for IPv4
	Addresses   []netip.Prefix
	Gateway     netip.Addr   // of the default route; the zero value means none
	Nameservers []netip.Addr // to be asked for names
	Search      []string     // domains that names are completed with
	Routes      []Route
}

// Route leads to a network.
type Route struct {
	To  netip.Prefix
	Via netip.Addr
}

// Text returns the network-config as YAML, or nothing if there are no
// interfaces.
func (n Network) Text() (string, error) {
	if err := n.Validate(); err != nil {
		return "", err
	}
	switch {
	case len(n.Interfaces) == 0:
		return "", nil
	case n.Version == 2:
		return render(n.version2())
	}
	return render(n.version1())
}

// Validate refuses interfaces that cannot be, or that are named twice.
func (n Network) Validate() error {
	if n.Version < 0 || n.Version > 2 {
		return fmt.Errorf("there is no version %d of network-config", n.Version)
	}
	var faults []error
	names, macs := map[string]bool{}, map[string]bool{}
	for _, i := range n.Interfaces {
		if err := i.validate(); err != nil {
			faults = append(faults, fmt.Errorf("interface %s: %w", i.Name, err))
		}
		mac := strings.ToLower(i.MAC)
		if names[i.Name] || macs[mac] {
			faults = append(faults, fmt.Errorf("interface %s: its name or its MAC is used twice", i.Name))
		}
		if i.Link != "" && !slices.ContainsFunc(n.Interfaces, func(l Interface) bool { return l.Name == i.Link && l.VLAN == 0 }) {
			faults = append(faults, fmt.Errorf("interface %s: the machine has no interface %s to carry it", i.Name, i.Link))
		}
		names[i.Name], macs[mac] = true, mac != ""
	}
	return errors.Join(faults...)
}

func (i Interface) validate() error {
	if i.Name == "" || len(i.Name) > 15 {
		return errors.New("a name has 1 to 15 bytes")
	}
	if _, err := net.ParseMAC(i.MAC); i.MAC != "" && err != nil {
		return err
	}
	if (i.VLAN != 0) != (i.Link != "") || i.VLAN < 0 || i.VLAN > 4094 {
		return fmt.Errorf("VLAN %d of %q: a VLAN has a number of 1 to 4094 and an interface that carries it", i.VLAN, i.Link)
	}
	if i.VLAN != 0 && i.MAC != "" {
		return errors.New("a VLAN has no MAC of its own")
	}
	for _, a := range i.Addresses {
		if !a.IsValid() {
			return errors.New("an address is empty")
		}
	}
	for _, r := range i.Routes {
		if !r.To.IsValid() || !r.Via.IsValid() {
			return errors.New("a route has not both of its ends")
		}
	}
	for _, s := range i.Nameservers {
		if !s.IsValid() {
			return errors.New("a nameserver is empty")
		}
	}
	return nil
}

// carries reports whether some VLAN is on the interface.
func (n Network) carries(name string) bool {
	return slices.ContainsFunc(n.Interfaces, func(i Interface) bool { return i.Link == name })
}
