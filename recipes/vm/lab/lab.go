// Package lab describes machines that are made for an inventory, and the
// networks between them, for whatever makes them.
package lab

import (
	"net/netip"
	"path"

	"github.com/hrun-dev/hrun/recipes/cloudinit"
)

// Lab is machines on one hypervisor that see each other and nothing else.
type Lab struct {
	Name     string // letters and digits; tells the labs of a hypervisor apart
	State    string // directory of all labs, e.g. /var/lib/hrun/lab
	Cache    string // directory of images and packages, which labs share
	Suite    string // Debian release of the machines, e.g. bookworm
	Packages []string
	Remake   bool // a machine whose description changed is made anew, with the loss of its data
	Keys     Keys
	Networks []Network
	Machines []Machine
}

// Network connects machines.
type Network struct {
	Name string // lower-case letters and digits, at most 12
	NIC  string // what the machines call their interface in it, at most 15 bytes
}

// Machine is one of the machines.
type Machine struct {
	Name    string
	Links   []Link
	Seed    cloudinit.Seed // with the keys' placeholders, see [OperatorKey]
	Forward int            // port of the hypervisor's 127.0.0.1 that leads to the machine's sshd; 0 means none
	KnownAs []string       // names in known_hosts that its host key is recorded for
}

// Link is a machine's interface in a network.
type Link struct {
	Network Network
	Address netip.Prefix
}

// Keys is the absolute paths of the keys that the lab is entered with. The
// public half of a key is beside it, with the suffix ".pub".
type Keys struct {
	Operator   string // key pair that may log in
	CA         string // key pair that signs certificates of users
	KnownHosts string

	CertifiedAs []string // users that the operator has a certificate for; none means no certificate
}

// What stands in a seed for the public keys, which are only known on the
// hypervisor: recipes are built without looking at any host.
const (
	OperatorKey = "@OPERATOR_KEY@"
	CAKey       = "@CA_KEY@"
)

// Dir returns the directory of everything that the lab keeps.
func (l Lab) Dir() string { return path.Join(l.State, l.Name) }

// MachineDir returns the directory of what the lab keeps of a machine.
func (l Lab) MachineDir(machine string) string { return path.Join(l.Dir(), "machines", machine) }

// HostKey returns the path of a machine's host key, made before its first
// boot; the public half is beside it, with the suffix ".pub".
func (l Lab) HostKey(machine string) string { return path.Join(l.MachineDir(machine), "host_key") }
