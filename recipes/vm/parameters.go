// Package vm makes machines for an inventory, and removes them: a lab in which
// other recipes can be tried on real nodes.
package vm

import (
	"cmp"
	"net/netip"

	"github.com/hrun-dev/hrun/inventory"
)

// Parameters describe a lab. The zero value of a field is its default.
type Parameters struct {
	Lab      string // name, lower-case letters and digits; tells labs on one hypervisor apart; default "lab"
	Provider string // what the machines are; default "nspawn": containers of systemd-nspawn
	Suite    string // Debian release of the machines; default "bookworm"
	Domain   string // of the machines' names; default "kube.demo"
	Timezone string // default "UTC"

	// NIC is what the machines call their interface in the network of their
	// hrun_address. A dot is allowed; default "enp0s3.41".
	NIC      string
	Networks []Network // further ones

	Packages []string // that the machines can install, with all they need; default: those of the clusters in recipes
	State    string   // directory of all labs; default /var/lib/hrun/lab
	Cache    string   // directory of images and packages; default /var/cache/hrun

	// Certificates makes the machines behind a bastion let in only who shows a
	// certificate of the lab's CA; the operator's is made. Without it they let
	// in the operator's key as it is, too.
	Certificates bool

	Remake bool // make a machine anew, with the loss of its data, if its description changed
	Purge  bool // for [Down]: remove image and packages too
}

// Network is a further network of the machines.
type Network struct {
	Name      string                  // lower-case letters and digits, at most 12
	NIC       string                  // what the machines call their interface in it
	Addresses map[string]netip.Prefix // by inventory name; who is not named is not in it
}

func (p Parameters) withDefaults() Parameters {
	p.Lab = cmp.Or(p.Lab, "lab")
	p.Provider = cmp.Or(p.Provider, "nspawn")
	p.Suite = cmp.Or(p.Suite, "bookworm")
	p.Domain = cmp.Or(p.Domain, "kube.demo")
	p.Timezone = cmp.Or(p.Timezone, "UTC")
	p.NIC = cmp.Or(p.NIC, "enp0s3.41")
	p.State = cmp.Or(p.State, "/var/lib/hrun/lab")
	p.Cache = cmp.Or(p.Cache, "/var/cache/hrun")
	if len(p.Packages) == 0 {
		p.Packages = []string{"corosync", "corosync-qdevice", "corosync-qnetd", "crmsh", "curl", "dnsmasq", "haproxy", "keepalived", "pacemaker"}
	}
	return p
}

// networks returns all networks; the first is that of the hosts' addresses.
func (p Parameters) networks(machines []inventory.Host) []Network {
	first := Network{Name: "lan", NIC: p.NIC, Addresses: map[string]netip.Prefix{}}
	for _, m := range machines {
		first.Addresses[m.Name] = m.Address
	}
	return append([]Network{first}, p.Networks...)
}
