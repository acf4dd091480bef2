package vm

import (
	"fmt"
	"net/netip"
	"path"
	"slices"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes/cloudinit"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
)

// describe returns the lab with these machines. The keys are those that the
// inventory logs in with.
func (p Parameters) describe(machines []inventory.Host) (lab.Lab, error) {
	l := p.empty()
	networks := p.networks(machines)
	for _, n := range networks {
		l.Networks = append(l.Networks, lab.Network{Name: n.Name, NIC: n.NIC})
	}
	key := machines[0].Connection.KeyFiles[0]
	l.Keys = lab.Keys{Operator: key, CA: path.Join(path.Dir(key), "ssh_ca"), KnownHosts: machines[0].Connection.KnownHosts[0]}
	names := p.names(networks, machines)
	if p.Certificates {
		for _, host := range machines {
			l.Keys.CertifiedAs = append(l.Keys.CertifiedAs, host.Connection.User)
		}
		slices.Sort(l.Keys.CertifiedAs)
		l.Keys.CertifiedAs = slices.Compact(l.Keys.CertifiedAs)
	}
	for _, host := range machines {
		m := lab.Machine{Name: host.Name, Forward: forward(host), KnownAs: knownAs(host)}
		seed := cloudinit.Machine{
			Name: host.Name, Domain: p.Domain, Instance: "hrun-" + p.Lab + "-" + host.Name, Timezone: p.Timezone,
			User: host.Connection.User, UserCA: lab.CAKey, Names: names,
		}
		if !p.Certificates || len(host.Connection.Via) == 0 {
			seed.Authorized = []string{lab.OperatorKey}
		}
		for i, n := range networks {
			if a, in := n.Addresses[host.Name]; in {
				m.Links = append(m.Links, lab.Link{Network: l.Networks[i], Address: a})
				seed.Interfaces = append(seed.Interfaces, cloudinit.Interface{Name: n.NIC, Addresses: []netip.Prefix{a}})
			}
		}
		var err error
		if m.Seed, err = seed.Seed(); err != nil {
			return l, fmt.Errorf("seed of %s: %w", host.Name, err)
		}
		l.Machines = append(l.Machines, m)
	}
	return l, nil
}

// empty returns the lab without machines, which is enough to remove it.
func (p Parameters) empty() lab.Lab {
	return lab.Lab{
		Name: p.Lab, State: p.State, Cache: p.Cache, Image: lab.Image{Distribution: "debian", Suite: p.Suite},
		Packages: p.Packages, Remake: p.Remake,
	}
}

// names returns what the machines call each other: by their own names in the
// first network, with that of the network after it in others.
func (p Parameters) names(networks []Network, machines []inventory.Host) []cloudinit.Name {
	var names []cloudinit.Name
	for i, n := range networks {
		for _, m := range machines {
			a, in := n.Addresses[m.Name]
			if !in {
				continue
			}
			called := []string{m.Name + "." + p.Domain, m.Name}
			if i > 0 {
				called = []string{m.Name + "-" + n.Name}
			}
			names = append(names, cloudinit.Name{Address: a.Addr(), Names: called})
		}
	}
	return names
}

// forward returns the port of 127.0.0.1 that the inventory reaches the machine
// at, or 0 if it reaches it otherwise.
func forward(host inventory.Host) int {
	address, err := netip.ParseAddr(host.Connection.Address)
	if err != nil || !address.IsLoopback() || host.Connection.Port == 0 {
		return 0
	}
	return host.Connection.Port
}

// knownAs returns the names in known_hosts that a host key is looked up by:
// the host's name, and where it is dialled, with the port if that is not 22
// (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT").
func knownAs(host inventory.Host) []string {
	names := []string{host.Name}
	for _, name := range []string{host.Name, host.Connection.Address} {
		if name != "" && host.Connection.Port != 0 && host.Connection.Port != 22 {
			name = fmt.Sprintf("[%s]:%d", name, host.Connection.Port)
		}
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
