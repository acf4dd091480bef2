// Package dnsmasq is the role of a host that answers for names in a network and
// gives its machines their addresses, by dnsmasq(8): DNS and DHCP.
package dnsmasq

import (
	"net/netip"
	"time"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/file/verify"
	"github.com/hrun-dev/hrun/tasks/packages"
	"github.com/hrun-dev/hrun/tasks/systemd"
)

// Server answers for names and, if it has Ranges, gives addresses to machines.
// It is nobody's name server by that alone: the host's own resolv.conf(5) stays
// as it is, and other interfaces than those that are named hear nothing of it.
// Another program may have port 53 there.
//
// A configuration that dnsmasq refuses fails the task, and leaves the old file
// and the running server as they were.
type Server struct {
	Interfaces []string // that it listens on, e.g. enp0s3.41; they need not be there yet
	Domain     string   // of names without a dot, e.g. kube.demo; empty: they have none

	Records []Record
	Hosts   bool // the host's own /etc/hosts is answered from, too

	// Upstream are the name servers that are asked for other names. Without any,
	// such questions are refused. They are never asked for names of the Domain,
	// nor for names without a dot, nor for whose a private address is.
	Upstream []netip.Addr

	Ranges []Range // each in a network of an interface; without any there is no DHCP
	Leases []Lease // addresses that are kept for machines

	// Authoritative says that no other DHCP server is in these networks: a
	// machine that asks for an address of elsewhere is told at once to take one
	// of here.
	Authoritative bool
}

// Record is names of an address. A name without a dot is known with and without
// the Domain.
type Record struct {
	Address netip.Addr
	Names   []string // the first is the answer to who has the address
}

// Range is addresses of one IPv4 network that machines are given for a while.
type Range struct {
	Network  netip.Prefix // e.g. 192.168.4.0/27
	From, To netip.Addr   // the first and the last of them; neither means that only who is in Leases gets one

	Lease  time.Duration // how long one is given, in whole seconds, from 2m, dnsmasq's least, to 4294967294 seconds; 0 means 12h
	Router netip.Addr    // the way out that machines are told of; the zero Addr means that they are told of none

	NameServers []netip.Addr // that machines are told of; none means this one
}

// Lease is the address of one machine.
type Lease struct {
	MAC     string     // e.g. 08:00:27:00:41:15
	Address netip.Addr // in the network of a range, be it among those that the range gives
	Name    string     // one label, which DNS knows once the machine has the address; empty: what it calls itself
}

// Restart is the name of the handler that makes dnsmasq read its configuration.
const Restart = "restart dnsmasq"

const (
	directory = "/etc/dnsmasq.d"
	path      = directory + "/hrun.conf"
	overrides = "/etc/systemd/system/dnsmasq.service.d"
)

// override takes away what the unit of Debian does beside dnsmasq itself: where
// there is a resolvconf(8), it would make this server the host's own name server.
const override = `# Written by hrun; changes are lost.
[Service]
ExecStartPost=
ExecStop=
`

// On writes the configuration before the package is installed, because the
// package starts what it finds: without one a server on all interfaces.
func (s Server) On(h *recipes.Host) error {
	if err := s.check(); err != nil {
		return err
	}
	restart := h.Handler(Restart, systemd.Restart("dnsmasq"))
	h.Do(file.Directory{Path: directory, Mode: 0o755, Owner: "root:root"})
	h.DoThen(file.Content{
		Path: path, Body: s.configuration(), Mode: 0o644, Owner: "root:root", Verify: verify.Dnsmasq(path),
	}, restart)
	h.Do(file.Directory{Path: overrides, Mode: 0o755, Owner: "root:root"})
	h.DoThen(file.Content{Path: overrides + "/hrun.conf", Body: override, Mode: 0o644, Owner: "root:root"}, restart)
	h.Do(packages.Set{Names: []string{"dnsmasq"}}, systemd.Running("dnsmasq"))
	return nil
}
