// Package busybox is the bastion of a lab: the machine that people log in to,
// and go on from to all others by name. It answers for their names in the
// network, and can give addresses to them.
package busybox

import (
	"cmp"
	"net/netip"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/dnsmasq"
	"github.com/hrun-dev/hrun/recipes/vm"
	"github.com/hrun-dev/hrun/tasks/hosts"
	"github.com/hrun-dev/hrun/tasks/packages"
	"github.com/hrun-dev/hrun/tasks/sysctl"
)

// Parameters describe the bastion. The zero value of a field is its default.
type Parameters struct {
	Domain string // of the machines' names; default: that of the recipe vm
	NIC    string // what the bastion calls its interface in the network of its hrun_address; default: as the recipe vm says

	// Names are further names and whose they are, such as kube-mast01. Every
	// host with a hrun_address has its own.
	Names map[string]netip.Addr

	// Upstream are the name servers that the bastion asks for all other names.
	// Without any it refuses to answer for these.
	Upstream []netip.Addr

	DHCP DHCP

	Forward  bool     // the bastion passes packets on from one network to another
	Packages []string // what people need there, none for an empty list; default curl
	Home     string   // of the user who logs in, where the key is put; default /home/USER, and /root

	Valid time.Duration // of a new certificate of the bastion's key; default 90 days

	// Lab is the name of the lab whose machines the bastion is to recognise by
	// their host keys; default: that of the recipe vm.
	Lab string

	// Routes are the ways into the lab from the operator's own machine, which
	// runs Linux. [Down] takes them away. None are needed where the bastion is
	// reached by a port of that machine.
	Routes []Route
}

// DHCP is how machines get addresses in the network of the bastion. The zero
// value means that they do not.
type DHCP struct {
	From, To netip.Addr    // the first and the last that anyone is given; neither means that only those are given out that are kept
	Lease    time.Duration // how long one is given; default 12h, at least 2m
	Router   netip.Addr    // the way out that machines are told of; default: none

	Leases []Lease

	Authoritative bool // there is no other DHCP server in the network
}

// Lease is an address that is kept for a machine.
type Lease struct {
	MAC     string     // e.g. 08:00:27:00:41:15
	Name    string     // one label
	Address netip.Addr // default: that of the host or of the further name that is called so
}

// Recipe sets up the hosts of the group "bastions". Each needs a hrun_address.
//
// Where the inventory says that hosts trust an SSH authority, the bastion trusts
// it as well, and whoever has logged in there can log in to the others: the user
// has a key with a certificate of that authority, which a run renews in time.
// The machines of a lab are recognised by their host keys at the first time.
type Recipe struct{ Parameters }

// WithDefaults returns the recipe with every parameter that is not set at its
// default.
func (r Recipe) WithDefaults() Recipe {
	r.Parameters = r.withDefaults()
	return r
}

func (p Parameters) withDefaults() Parameters {
	p.Valid = cmp.Or(p.Valid, 90*24*time.Hour)
	if p.Packages == nil {
		p.Packages = []string{"curl"}
	}
	return p
}

// madeBy returns how the recipe vm makes the machines of the inventory, by which
// the bastion goes.
func madeBy(inv *inventory.Inventory) (vm.Recipe, error) {
	made := vm.Recipe{}
	err := inv.Parameters("vm", &made)
	return made.WithDefaults(), err
}

// within gives what is not set as the lab has it.
func (p Parameters) within(made vm.Recipe) Parameters {
	p.Domain = cmp.Or(p.Domain, made.Domain)
	p.NIC = cmp.Or(p.NIC, made.NIC)
	p.Lab = cmp.Or(p.Lab, made.Lab)
	return p
}

// Build adds a stage on the operator's machine, if there are Routes, and one on
// the bastions.
func (r Recipe) Build(p *recipes.Play) error {
	made, err := madeBy(p.Inventory)
	if err != nil {
		return err
	}
	bastions, err := p.Inventory.Group("bastions")
	if err != nil {
		return err
	}
	parameters := r.withDefaults().within(made)
	if err := parameters.check(p.Inventory, bastions); err != nil {
		return err
	}
	records := parameters.records(p.Inventory)
	known, err := parameters.knownHosts(p, made, records)
	if err != nil {
		return err
	}
	if len(parameters.Routes) > 0 {
		parameters.routes(p, false)
	}
	p.Stage("bastion", bastions, recipes.RoleFunc(func(h *recipes.Host) error {
		if err := parameters.login(p, h); err != nil {
			return err
		}
		h.Do(known...)
		for _, record := range records {
			h.Do(hosts.Entry{Address: record.Address, Names: parameters.full(record.Names), Exclusive: true})
		}
		if parameters.Forward {
			h.Do(sysctl.Value{Key: "net.ipv4.ip_forward", Value: "1"})
		}
		if len(parameters.Packages) > 0 {
			h.Do(packages.Set{Names: parameters.Packages})
		}
		return parameters.server(h.Host, records).On(h)
	}))
	return nil
}

// server returns what answers for names on a bastion.
func (p Parameters) server(bastion inventory.Host, records []dnsmasq.Record) dnsmasq.Server {
	s := dnsmasq.Server{
		Interfaces: []string{p.NIC}, Domain: p.Domain, Records: records, Upstream: p.Upstream,
		Authoritative: p.DHCP.Authoritative,
	}
	if p.DHCP.given() {
		s.Ranges = []dnsmasq.Range{{
			Network: bastion.Address.Masked(), From: p.DHCP.From, To: p.DHCP.To,
			Lease: p.DHCP.Lease, Router: p.DHCP.Router,
		}}
	}
	for _, l := range p.DHCP.Leases {
		if !l.Address.IsValid() {
			l.Address = addressOf(records, l.Name)
		}
		s.Leases = append(s.Leases, dnsmasq.Lease{MAC: l.MAC, Address: l.Address, Name: l.Name})
	}
	return s
}

func (d DHCP) given() bool { return d.From.IsValid() || d.To.IsValid() || len(d.Leases) > 0 }
