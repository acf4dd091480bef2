package dnsmasq

import (
	"net/netip"
	"strings"
	"testing"
	"time"
)

func TestFaults(t *testing.T) {
	with := func(change func(*Server)) Server {
		s := configurations()["all"]
		change(&s)
		return s
	}
	lease := func(mac, address, name string) Server {
		return with(func(s *Server) { s.Leases = append(s.Leases, Lease{mac, addr(address), name}) })
	}
	spread := func(change func(*Range)) Server {
		return with(func(s *Server) { change(&s.Ranges[0]) })
	}
	records := func(r ...Record) Server { return with(func(s *Server) { s.Records = append(s.Records, r...) }) }
	const mac = "08:00:27:00:41:99"
	for want, server := range map[string]Server{
		"no interface is named":                                                         {},
		`"a b" is not the name of an interface`:                                         {Interfaces: []string{"a b"}},
		`"lo" is not the name of an interface`:                                          {Interfaces: []string{"lo"}},
		"interface lan is given to entry 1 and to entry 2":                              {Interfaces: []string{"lan", "lan"}},
		`"a/b" is not the name of a domain`:                                             with(func(s *Server) { s.Domain = "a/b" }),
		"0.0.0.0 is not the address of a name server":                                   with(func(s *Server) { s.Upstream = []netip.Addr{addr("0.0.0.0")} }),
		"invalid IP is not an address for a":                                            records(Record{Names: []string{"a"}}),
		"the address 192.0.2.9 has no names":                                            records(record("192.0.2.9")),
		`"a,192.0.2.3" is not the name of a machine`:                                    records(record("192.0.2.9", "a,192.0.2.3")),
		`"a\nserver=192.0.2.3" is not the name`:                                         records(record("192.0.2.9", "a\nserver=192.0.2.3")),
		`"" is not the name of a machine`:                                               records(record("192.0.2.9", "")),
		"the address 192.0.2.9 is given to a.kube.demo and to b.kube.demo":              records(record("192.0.2.9", "a"), record("192.0.2.9", "b")),
		"the name a.kube.demo, IPv4 is given to 192.0.2.8 and to 192.0.2.9":             records(record("192.0.2.8", "a"), record("192.0.2.9", "a.kube.demo")),
		"from 192.168.4.10 to 192.168.4.15 gives away 192.168.4.11, the address of x":   records(record("192.168.4.11", "x")),
		"192.168.4.1/27 is not an IPv4 network":                                         spread(func(r *Range) { r.Network = netip.MustParsePrefix("192.168.4.1/27") }),
		"fd00::/64 is not an IPv4 network":                                              spread(func(r *Range) { r.Network = netip.MustParsePrefix("fd00::/64") }),
		"192.168.4.0/31 is not an IPv4 network":                                         spread(func(r *Range) { r.Network = netip.MustParsePrefix("192.168.4.0/31") }),
		"has one end only":                                                              spread(func(r *Range) { r.To = netip.Addr{} }),
		"from 192.168.4.10 to 192.168.4.9 is not a range":                               spread(func(r *Range) { r.To = addr("192.168.4.9") }),
		"from 192.168.4.10 to 192.168.4.40 is not a range":                              spread(func(r *Range) { r.To = addr("192.168.4.40") }),
		"from 192.168.4.10 to 192.168.4.31 is not a range":                              spread(func(r *Range) { r.To = addr("192.168.4.31") }),
		"from 192.168.4.0 to 192.168.4.15 is not a range":                               spread(func(r *Range) { r.From = addr("192.168.4.0") }),
		"a lease of 1m0s":                                                               spread(func(r *Range) { r.Lease = time.Minute }),
		"a lease of 2m0.5s":                                                             spread(func(r *Range) { r.Lease = 2*time.Minute + time.Second/2 }),
		"the router 192.168.5.1 is not in 192.168.4.0/27":                               spread(func(r *Range) { r.Router = addr("192.168.5.1") }),
		"the router 192.168.4.12 is not in 192.168.4.0/27, or the range":                spread(func(r *Range) { r.Router = addr("192.168.4.12") }),
		"fd00::1 is not the address of an IPv4 name server":                             spread(func(r *Range) { r.NameServers = []netip.Addr{addr("fd00::1")} }),
		"gives away 192.168.4.13, the address of a name server":                         spread(func(r *Range) { r.NameServers = []netip.Addr{addr("192.168.4.13")} }),
		"the ranges of 192.168.4.0/27 and 192.168.4.0/24 are in one network":            with(func(s *Server) { s.Ranges[1].Network = netip.MustParsePrefix("192.168.4.0/24") }),
		`"08-00-27-00-41-99" is not a MAC`:                                              lease("08-00-27-00-41-99", "192.168.4.2", "a"),
		"the MAC address 08:00:27:00:41:15 is given to 192.168.4.12 and to 192.168.4.2": lease("08:00:27:00:41:15", "192.168.4.2", "a"),
		"the address 192.168.4.12 is given to known.kube.demo and to a.kube.demo":       lease(mac, "192.168.4.12", "a"),
		"the name known.kube.demo, IPv4 is given to 192.168.4.12 and to 192.168.4.2":    lease(mac, "192.168.4.2", "known"),
		`"a.b" is not one label`:                                                        lease(mac, "192.168.4.2", "a.b"),
		"192.168.6.2 of a.kube.demo is not one of a machine in":                         lease(mac, "192.168.6.2", "a"),
		"192.168.4.31 of a.kube.demo is not one of a machine in":                        lease(mac, "192.168.4.31", "a"),
	} {
		if err := server.check(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// A machine with a record may also be given its address.
func TestRecordAndLease(t *testing.T) {
	s := configurations()["all"]
	s.Records = append(s.Records, record("192.168.4.2", "a"))
	s.Leases = append(s.Leases, Lease{"08:00:27:00:41:99", addr("192.168.4.2"), "a"})
	if err := s.check(); err != nil {
		t.Error(err)
	}
}
