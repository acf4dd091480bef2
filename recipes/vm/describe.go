package vm

import (
	"fmt"
	"net/netip"
	"slices"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
)

// describe returns the lab with these machines, for a provider. VirtualBox can
// only clone: as in the documents, a machine that is called debian-base-image.
func (p Parameters) describe(machines []inventory.Host, particular map[string]Machine, hypervisor string, s seeder, name string) (lab.Lab, error) {
	l, provider := p.empty(), providers()[name]
	if name == isVirtualBox {
		l.Image.Base = p.Distribution + "-base-image"
	}
	networks := p.networks(machines)
	for _, n := range networks {
		l.Networks = append(l.Networks, n.described())
	}
	l.Packages = p.packages(machines, particular)
	way := wayIn(networks)
	for _, host := range machines {
		is := particular[host.Name]
		m := lab.Machine{
			Name: host.Name, Image: lab.Image{Base: is.Image}, CPUs: is.CPUs, Memory: is.Memory, Disks: is.disks(),
			Links: links(host, networks, is), Forward: forward(host, hypervisor), Off: !is.starts(), Address: dialled(host),
			Given: is.UserData != "", Reboots: is.Reboot || is.UserData != "",
		}
		if m.Forward != 0 && provider.OwnKernel() {
			m.Links = append(m.Links, lab.Link{Network: way, MAC: is.MACs[way.Name]})
		}
		var err error
		if m.Seed, err = s.seed(host, is, m.Links); err != nil {
			return l, fmt.Errorf("vm: machine %s: %w", host.Name, err)
		}
		l.Machines = append(l.Machines, m)
	}
	return l, provider.Check(l)
}

// packages returns all that some machine may install, sorted: what counts for
// the lab, and what one installs at its first boot.
func (p Parameters) packages(machines []inventory.Host, particular map[string]Machine) []string {
	all := slices.Clone(p.Packages)
	for _, host := range machines {
		all = append(all, particular[host.Name].Packages...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// empty returns the lab without machines, which is enough to remove it.
func (p Parameters) empty() lab.Lab {
	return lab.Lab{
		Name: p.Lab, State: p.State, Cache: p.Cache, Image: lab.Image{Distribution: p.Distribution, Suite: p.Suite},
		Packages: p.Packages, Remake: p.Remake, Restart: p.Restart,
	}
}

// links returns the interfaces of a machine.
func links(host inventory.Host, networks []Network, is Machine) []lab.Link {
	var all []lab.Link
	for _, n := range networks {
		if address, in := n.has(host.Name); in {
			all = append(all, lab.Link{Network: n.described(), MAC: is.MACs[n.Name], Address: address})
		}
	}
	return all
}

// forward returns the port of the hypervisor's 127.0.0.1 that the inventory
// reaches the machine at, or 0 if it reaches it otherwise.
func forward(host inventory.Host, hypervisor string) int {
	address, err := netip.ParseAddr(host.Connection.Address)
	if err != nil || !address.IsLoopback() {
		return 0
	}
	if via := host.Connection.Via; len(via) > 0 && via[len(via)-1] != hypervisor {
		return 0
	}
	return host.Connection.Port
}

// dialled returns the address that the inventory dials a machine at, unless
// that is a name or leads through the hypervisor.
func dialled(host inventory.Host) string {
	address, err := netip.ParseAddr(host.Connection.Address)
	if err != nil || address.IsLoopback() {
		return ""
	}
	return address.String()
}
