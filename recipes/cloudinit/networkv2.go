package cloudinit

import "net/netip"

// version2 is netplan's format.
// https://cloudinit.readthedocs.io/en/22.4.2/topics/network-config-format-v2.html
func (n Network) version2() (m mapping) {
	m.number("version", 2)
	var ethernets, vlans mapping
	for _, i := range n.Interfaces {
		if i.VLAN != 0 {
			vlans.mapping(i.Name, i.version2())
		} else {
			ethernets.mapping(i.Name, i.version2())
		}
	}
	m.mapping("ethernets", ethernets)
	m.mapping("vlans", vlans)
	return m
}

func (i Interface) version2() (m mapping) {
	m.number("id", i.VLAN)
	m.text("link", i.Link)
	if i.MAC != "" {
		var match mapping
		match.text("macaddress", i.MAC)
		m.mapping("match", match)
		m.text("set-name", i.Name)
	}
	m.number("mtu", i.MTU)
	dhcp := Off
	if i.DHCP {
		dhcp = On
	}
	m.choice("dhcp4", dhcp)
	m.list("addresses", nodes(i.Addresses, func(a netip.Prefix) text { return text(a.String()) }))
	m.list("routes", nodes(i.routes(), func(r Route) (m mapping) {
		m.text("to", r.To.String())
		m.text("via", r.Via.String())
		return m
	}))
	var servers mapping
	servers.list("addresses", addresses(i.Nameservers))
	servers.list("search", texts(i.Search))
	m.mapping("nameservers", servers)
	return m
}

// routes has the default route among the others: "gateway4" is going out of
// use.
func (i Interface) routes() []Route {
	if !i.Gateway.IsValid() {
		return i.Routes
	}
	everywhere := netip.PrefixFrom(netip.IPv4Unspecified(), 0)
	if i.Gateway.Is6() {
		everywhere = netip.PrefixFrom(netip.IPv6Unspecified(), 0)
	}
	return append([]Route{{everywhere, i.Gateway}}, i.Routes...)
}
