package dnsmasq

import (
	"cmp"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"time"
)

// configuration returns the file, in the notation of dnsmasq(8).
//
// bind-dynamic has dnsmasq bind the addresses of its interfaces and no others,
// as bind-interfaces does, but also those that come later: at boot it starts
// before all of them are there. Its default would be to bind all addresses of
// the host, and to drop what comes in by the wrong interface.
func (s Server) configuration() string {
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("# Written by hrun; changes are lost.")
	line("bind-dynamic")
	for _, name := range s.Interfaces {
		line("interface=%s", name)
	}
	line("except-interface=lo")
	line("")
	line("no-resolv")
	line("domain-needed")
	line("bogus-priv")
	if s.Domain != "" {
		line("domain=%s", s.Domain)
		line("local=/%s/", s.Domain)
	}
	if s.Hosts {
		line("expand-hosts")
	} else {
		line("no-hosts")
	}
	for _, a := range s.Upstream {
		line("server=%s", a)
	}
	for _, r := range s.Records {
		line("host-record=%s,%s", strings.Join(s.full(r.Names), ","), r.Address)
	}
	if len(s.Ranges) > 0 {
		line("")
	}
	if s.Authoritative {
		line("dhcp-authoritative")
	}
	for i, r := range s.Ranges {
		r.lines(line, fmt.Sprintf("range%d", i+1))
	}
	for _, l := range s.Leases {
		line("dhcp-host=%s", strings.TrimSuffix(l.MAC+","+l.Address.String()+","+l.Name, ","))
	}
	return b.String()
}

// full adds to names without a dot those with the domain, which come before
// them.
func (s Server) full(names []string) []string {
	var all []string
	for _, n := range names {
		if s.Domain != "" && !strings.Contains(n, ".") {
			all = append(all, n+"."+s.Domain)
		}
		all = append(all, n)
	}
	return all
}

// lines writes a range. Without an option for the router, even an empty one,
// dnsmasq would name itself.
func (r Range) lines(line func(string, ...any), tag string) {
	mask := net.IP(net.CIDRMask(r.Network.Bits(), 32))
	lease := int(cmp.Or(r.Lease, 12*time.Hour) / time.Second)
	if r.From.IsValid() {
		line("dhcp-range=set:%s,%s,%s,%s,%d", tag, r.From, r.To, mask, lease)
	} else {
		line("dhcp-range=set:%s,%s,static,%s,%d", tag, r.Network.Addr(), mask, lease)
	}
	if r.Router.IsValid() {
		line("dhcp-option=tag:%s,option:router,%s", tag, r.Router)
	} else {
		line("dhcp-option=tag:%s,option:router", tag)
	}
	if len(r.NameServers) > 0 {
		line("dhcp-option=tag:%s,option:dns-server,%s", tag, strings.Join(texts(r.NameServers), ","))
	}
}

func texts(addresses []netip.Addr) []string {
	all := make([]string, len(addresses))
	for i, a := range addresses {
		all[i] = a.String()
	}
	return all
}
