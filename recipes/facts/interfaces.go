package facts

import (
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strings"
)

// Interface is a network interface.
type Interface struct {
	Name      string         `json:"name"`
	MAC       string         `json:"mac,omitempty"` // lower case, with colons; empty where there is none, as of tunnels
	Up        bool           `json:"up"`            // was set up; whether a cable is plugged in is Carrier
	Carrier   bool           `json:"carrier"`
	Addresses []netip.Prefix `json:"addresses,omitempty"` // its own, each with the length of its network
}

// Interfaces are the network interfaces of a host, in the kernel's order. It
// needs ip, of iproute2 or of busybox.
func Interfaces() Fact[[]Interface] {
	return Fact[[]Interface]{Name: "interfaces", Probe: ip("ip -o link && ip -o addr"), Parse: parseInterfaces}
}

// Addresses returns the addresses of the interfaces that are up, without those
// of the loopback network and the ones that count on one link only.
func Addresses(all []Interface) []netip.Prefix {
	var found []netip.Prefix
	for _, i := range all {
		for _, a := range i.Addresses {
			if i.Up && !a.Addr().IsLoopback() && !a.Addr().IsLinkLocalUnicast() {
				found = append(found, a)
			}
		}
	}
	return found
}

// parseInterfaces reads lines such as
//
//	4: eth0: <BROADCAST,UP,LOWER_UP> mtu 1500 …\    link/ether 02:fc:00:00:00:01 brd …
//	4: eth0    inet 192.0.2.2/24 brd 192.0.2.255 scope global eth0\ …
func parseInterfaces(printed string) ([]Interface, error) {
	var all []Interface
	for line := range strings.Lines(printed) {
		f := strings.Fields(strings.ReplaceAll(line, `\`, " "))
		if len(f) < 4 {
			return nil, fmt.Errorf("ip printed %q", line)
		}
		name, _, _ := strings.Cut(strings.TrimSuffix(f[1], ":"), "@")
		i := slices.IndexFunc(all, func(i Interface) bool { return i.Name == name })
		if i < 0 {
			all = append(all, Interface{Name: name})
			i = len(all) - 1
		}
		if strings.HasPrefix(f[2], "<") {
			all[i].link(f[2:])
			continue
		}
		if f[2] != "inet" && f[2] != "inet6" {
			continue // of another family
		}
		address, err := prefix(f[3], f[4:])
		if err != nil {
			return nil, fmt.Errorf("interface %s: %w", name, err)
		}
		all[i].Addresses = append(all[i].Addresses, address)
	}
	return all, nil
}

// link reads flags, and the address of the link.
func (i *Interface) link(f []string) {
	flags := strings.Split(strings.Trim(f[0], "<>"), ",")
	i.Up, i.Carrier = slices.Contains(flags, "UP"), slices.Contains(flags, "LOWER_UP")
	at := slices.IndexFunc(f, func(word string) bool { return strings.HasPrefix(word, "link/") })
	if at < 0 || at+1 == len(f) || slices.Contains(flags, "LOOPBACK") {
		return
	}
	if mac, err := net.ParseMAC(f[at+1]); err == nil && len(mac) == 6 {
		i.MAC = mac.String()
	}
}

// prefix reads an address with its length. Of a link between two points the
// length is that of the other end, and the own network is the address alone.
func prefix(word string, rest []string) (netip.Prefix, error) {
	if len(rest) > 0 && rest[0] == "peer" {
		address, err := netip.ParseAddr(word)
		return netip.PrefixFrom(address, address.BitLen()), err
	}
	return netip.ParsePrefix(word)
}
