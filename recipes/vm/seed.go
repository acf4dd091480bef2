package vm

import (
	"net/netip"

	"github.com/goccy/go-yaml"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes/cloudinit"
	"github.com/hrun-dev/hrun/recipes/sshca"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
)

// seed returns what a machine configures itself from.
func (p Parameters) seed(host inventory.Host, m Machine, links []lab.Link, a access, machines []inventory.Host, names []cloudinit.Name) (cloudinit.Seed, error) {
	told := cloudinit.Machine{
		Name: host.Name, Domain: p.Domain, Instance: "hrun-" + p.Lab + "-" + host.Name, Timezone: p.Timezone,
		User: host.Connection.User, Authorized: a.authorized(host, machines), UserCA: a.authorities[host.Connection.Authority],
		Names: names, Packages: m.Packages,
	}
	for _, k := range links {
		i := cloudinit.Interface{Name: k.Network.NIC}
		if k.Address.IsValid() {
			i.Addresses = []netip.Prefix{k.Address}
		}
		told.Interfaces = append(told.Interfaces, i)
	}
	seed, err := told.Seed()
	if err != nil {
		return seed, err
	}
	seed.VendorData, err = vendorData(a.hostKeys[host.Name])
	return seed, err
}

// vendorData gives a machine its host key, whatever its user-data says.
func vendorData(key sshca.KeyPair) (string, error) {
	out, err := yaml.Marshal(yaml.MapSlice{
		{Key: "ssh_deletekeys", Value: true}, // those of the image
		{Key: "ssh_keys", Value: yaml.MapSlice{
			{Key: "ed25519_private", Value: key.Private.Reveal()},
			{Key: "ed25519_public", Value: key.Public},
		}},
	})
	return "#cloud-config\n" + string(out), err
}

// names returns what the machines call each other: by their own names in the
// first network, with that of the network after it in others.
func (p Parameters) names(networks []Network, machines []inventory.Host) []cloudinit.Name {
	var names []cloudinit.Name
	for i, n := range networks {
		for _, m := range machines {
			address, _ := n.has(m.Name)
			if !address.IsValid() {
				continue
			}
			called := []string{m.Name + "." + p.Domain, m.Name}
			if i > 0 {
				called = []string{m.Name + "-" + n.Name}
			}
			names = append(names, cloudinit.Name{Address: address.Addr(), Names: called})
		}
	}
	return names
}
