// Package cloudinit renders the seed that a new machine configures itself
// from at its first boot, in the form that cloud-init's NoCloud data source
// reads: user-data, meta-data and network-config.
package cloudinit

import "net/netip"

// Machine is what a new machine is told about itself.
type Machine struct {
	Name     string // host name, without a domain
	Domain   string // e.g. kube.demo; empty means none
	Instance string // changes only when the machine is made anew; empty means Name
	Timezone string // e.g. Europe/Berlin; empty means UTC

	User       string   // may use sudo without a password
	Authorized []string // public keys that may log in as User, as in authorized_keys

	// UserCA is a public key, as in a .pub file. Whoever has a certificate
	// that it has signed for User may log in as User. Empty means none.
	UserCA string

	Interfaces []Interface
	Names      []Name // goes into /etc/hosts, besides localhost
	Packages   []string
	Files      []File
	Run        []string // shell commands, run once at the end of the first boot
}

// Name is what an address is called; the first name is the canonical one.
type Name struct {
	Address netip.Addr
	Names   []string
}

// FQDN returns the name with the domain.
func (m Machine) FQDN() string {
	if m.Domain == "" {
		return m.Name
	}
	return m.Name + "." + m.Domain
}
