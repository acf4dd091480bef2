// Package vm makes machines for an inventory, and removes them: a lab in which
// other recipes can be tried on real nodes.
package vm

import (
	"cmp"
	"time"
)

// Parameters describe a lab. The zero value of a field is its default.
type Parameters struct {
	Lab string // name, lower-case letters and digits; tells labs on one hypervisor apart; default "lab"

	// Provider is what makes the machines: "nspawn" (containers of
	// systemd-nspawn), "qemu", "virtualbox", or "existing" for machines that
	// are simply there. Default: virtualbox where the hypervisor has
	// VBoxManage, and otherwise nspawn.
	Provider string

	Distribution string // of the image that is built; default "debian"
	Suite        string // its release; default "bookworm"
	Domain       string // of the machines' names; default "kube.demo"
	Timezone     string // default "UTC"

	// NIC is what the machines call their interface in the network of their
	// hrun_address; default "enp0s3.41". In virtual machines that is VLAN 41
	// of enp0s3, in containers an interface of that name.
	NIC      string
	Networks []Network // further ones

	// Machine is what all machines are like. The variable vm_machine of a host
	// or a group has the same fields, and counts for what it names.
	Machine Machine

	// Key is a public key, as in authorized_keys, or the path of a file with
	// one, that begins with "/", "~/" or at the inventory's directory. It may
	// log in to the machines that are reached directly, and to those without
	// hrun_ssh_ca. Empty: nobody's key may log in anywhere, so that every
	// machine needs an hrun_ssh_ca.
	Key string

	Packages []string      // that the machines can install without leading out, with all they need; default: those of the clusters in recipes
	State    string        // directory of all labs on the hypervisor; default /var/lib/hrun/lab
	Cache    string        // directory of images and packages there; default /var/cache/hrun
	Boot     time.Duration // how long a machine may take from when it is on until it can be logged in to; default 5m

	Remake  bool // make a machine anew, with the loss of its data, if what it begins with is described differently now
	Restart bool // switch a running machine off and on to change its CPUs, memory or interfaces
	Purge   bool // for [Down]: remove image and packages too
}

func (p Parameters) withDefaults() Parameters {
	p.Lab = cmp.Or(p.Lab, "lab")
	p.Distribution = cmp.Or(p.Distribution, "debian")
	p.Suite = cmp.Or(p.Suite, "bookworm")
	p.Domain = cmp.Or(p.Domain, "kube.demo")
	p.Timezone = cmp.Or(p.Timezone, "UTC")
	p.NIC = cmp.Or(p.NIC, "enp0s3.41")
	p.State = cmp.Or(p.State, "/var/lib/hrun/lab")
	p.Cache = cmp.Or(p.Cache, "/var/cache/hrun")
	p.Boot = cmp.Or(p.Boot, 5*time.Minute)
	p.Machine.CPUs = cmp.Or(p.Machine.CPUs, 1)
	p.Machine.Memory = cmp.Or(p.Machine.Memory, 1024)
	if len(p.Packages) == 0 {
		p.Packages = []string{"corosync", "corosync-qdevice", "corosync-qnetd", "crmsh", "curl", "dnsmasq", "haproxy", "keepalived", "pacemaker"}
	}
	return p
}
