package cloudinit

import "net/netip"

// version1 is the format that every renderer of cloud-init knows; Debian's is
// ifupdown.
// https://cloudinit.readthedocs.io/en/22.4.2/topics/network-config-format-v1.html
func (n Network) version1() (m mapping) {
	m.number("version", 1)
	m.list("config", nodes(n.Interfaces, n.device))
	return m
}

func (n Network) device(i Interface) (m mapping) {
	kind := "physical"
	if i.VLAN != 0 {
		kind = "vlan"
	}
	m.text("type", kind)
	m.text("name", i.Name)
	m.text("mac_address", i.MAC)
	m.text("vlan_link", i.Link)
	m.number("vlan_id", i.VLAN)
	m.number("mtu", i.MTU)
	subnets := i.subnets()
	if len(subnets) == 0 && !n.carries(i.Name) { // without, ifupdown leaves it down
		subnets = list{subnet("manual", "")}
	}
	m.list("subnets", subnets)
	return m
}

func subnet(kind, address string) (m mapping) {
	m.text("type", kind)
	m.text("address", address)
	return m
}

// subnets are the addresses. What is the interface's is told with the first,
// the gateway with the first of its family.
func (i Interface) subnets() (subnets list) {
	shared := i.shared()
	add := func(m mapping) {
		subnets = append(subnets, append(m, shared...))
		shared = nil
	}
	if i.DHCP {
		add(subnet("dhcp4", ""))
	}
	gateway := i.Gateway
	for _, a := range i.Addresses {
		kind := "static"
		if a.Addr().Is6() {
			kind = "static6"
		}
		m := subnet(kind, a.String())
		if gateway.IsValid() && gateway.Is4() == a.Addr().Is4() {
			m.text("gateway", gateway.String())
			gateway = netip.Addr{}
		}
		add(m)
	}
	return subnets
}

func (i Interface) shared() (m mapping) {
	m.list("dns_nameservers", addresses(i.Nameservers))
	m.list("dns_search", texts(i.Search))
	m.list("routes", nodes(i.Routes, func(r Route) (m mapping) {
		m.text("destination", r.To.String())
		m.text("gateway", r.Via.String())
		return m
	}))
	return m
}

func addresses(as []netip.Addr) list {
	return nodes(as, func(a netip.Addr) text { return text(a.String()) })
}
