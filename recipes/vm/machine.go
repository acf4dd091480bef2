package vm

import (
	"github.com/hashicorp/go-multierror"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
)

// variable is what the inventory says of one machine.
const variable = "vm_machine"

// Machine is what a machine is like.
type Machine struct {
	CPUs   int    `yaml:"cpus"` // default 1; containers have those of the hypervisor
	Memory int    // MiB; default 1024; containers have that of the hypervisor
	Disks  []Disk // further ones, empty at first; not for containers
	Start  *bool  // switch it on; default yes
	Image  string // what it begins with: for qemu the path of a disk image on the hypervisor, for virtualbox the name of a machine; default: one that is built, for virtualbox debian-base-image, after the distribution

	// MACs are hardware addresses by the names of networks, as
	// 08:00:27:12:34:56; default: derived from the names.
	MACs map[string]string `yaml:"macs"`

	UserData      string   // path of a cloud-config to be used in place of the one that is written, from the inventory's directory
	MetaData      string   // the same for meta-data
	NetworkConfig string   // the same for network-config
	Packages      []string // that it installs at its first boot
	Reboot        bool     // it boots once more when it has configured itself
}

// Disk is a further disk of a machine.
type Disk struct {
	Name string // lower-case letters and digits
	Size int    // MiB
}

// starts reports whether the machine is switched on.
func (m Machine) starts() bool { return m.Start == nil || *m.Start }

// disks returns the disks as the provider takes them.
func (m Machine) disks() []lab.Disk {
	var disks []lab.Disk
	for _, d := range m.Disks {
		disks = append(disks, lab.Disk(d))
	}
	return disks
}

// particulars returns what each machine is like, by name.
func (p Parameters) particulars(machines []inventory.Host) (map[string]Machine, error) {
	var faults *multierror.Error
	all := map[string]Machine{}
	for _, host := range machines {
		m := p.Machine
		if err := host.Decode(variable, &m); err != nil {
			faults = multierror.Append(faults, err)
		}
		all[host.Name] = m
	}
	return all, faults.ErrorOrNil()
}
