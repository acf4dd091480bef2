package vm

import (
	"errors"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes/cloudinit"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
)

// seeder makes the seeds of a lab's machines.
type seeder struct {
	Parameters
	machines []inventory.Host
	access   access
	dir      string // of the inventory, where given files are looked for
	vlans    bool   // the machines make them themselves
}

// seed returns what a machine configures itself from: what it is told here,
// or the files that are given. Its host key is always told here.
func (s seeder) seed(host inventory.Host, is Machine, links []lab.Link) (cloudinit.Seed, error) {
	given, err := s.given(is)
	if err != nil {
		return cloudinit.Seed{}, err
	}
	key := s.access.hostKeys[host.Name]
	instance := cloudinit.Instance{
		Name: host.Name, Domain: s.Domain, Given: given, Key: s.access.key,
		UserData: s.config(host, is),
		Network:  cloudinit.Network{Interfaces: s.interfaces(links)},
		VendorData: cloudinit.Config{
			HostKeys: []cloudinit.HostKey{{Type: "ed25519", Private: key.Private, Public: key.Public}},
		},
	}
	if is.UserData != "" {
		instance.VendorFiles = s.trust(host)
	}
	return instance.Seed()
}

// config is what the machine is told unless a user-data is given.
func (s seeder) config(host inventory.Host, is Machine) cloudinit.Config {
	c := cloudinit.Config{
		Hostname: host.Name, FQDN: host.Name + "." + s.Domain, EtcHosts: cloudinit.HostsUnmanaged,
		Timezone: s.Timezone, Locale: "C.UTF-8", // needs nothing generated
		Users:        []cloudinit.User{cloudinit.Administrator(host.Connection.User, s.access.authorized(host, s.machines)...)},
		SSHPasswords: cloudinit.Off,
		WriteFiles:   append([]cloudinit.File{cloudinit.HostsFile(s.names()...)}, s.trust(host)...),
		Packages:     is.Packages,
	}
	if is.Reboot {
		c.PowerState = cloudinit.PowerState{Mode: "reboot"}
	}
	return c
}

// trust is the files that let in who has a certificate.
func (s seeder) trust(host inventory.Host) []cloudinit.File {
	if ca := s.access.authorities[host.Connection.Authority]; ca != "" {
		return cloudinit.TrustedUserCA(ca)
	}
	return nil
}

// interfaces returns those of a machine. The interface that carries VLANs, in
// a machine that makes them itself, is told of before the first of them.
func (s seeder) interfaces(links []lab.Link) []cloudinit.Interface {
	var all []cloudinit.Interface
	carriers := map[string]bool{}
	for _, k := range links {
		i := cloudinit.Interface{Name: k.Network.NIC, DHCP: !k.Address.IsValid()}
		if k.Address.IsValid() {
			i.Addresses = []netip.Prefix{k.Address}
		}
		if carrier, number, isVLAN := vlan(i.Name); s.vlans && isVLAN {
			i.Link, i.VLAN = carrier, number
			if !carriers[carrier] {
				all = append(all, cloudinit.Interface{Name: carrier})
			}
			carriers[carrier] = true
		}
		all = append(all, i)
	}
	return all
}

// vlan returns the interface that carries a VLAN, and its number, which is 0 if
// it says none, for [cloudinit.Network] to refuse.
func vlan(nic string) (carrier string, number int, isVLAN bool) {
	carrier, after, isVLAN := strings.Cut(nic, ".")
	number, _ = strconv.Atoi(after)
	return carrier, number, isVLAN
}

// names returns what the machines call each other: by their own names in the
// first network, with that of the network after it in others.
func (s seeder) names() []cloudinit.Name {
	var names []cloudinit.Name
	for i, n := range s.networks(s.machines) {
		for _, m := range s.machines {
			address, _ := n.has(m.Name)
			if !address.IsValid() {
				continue
			}
			called := []string{m.Name + "." + s.Domain, m.Name}
			if i > 0 {
				called = []string{m.Name + "-" + n.Name}
			}
			names = append(names, cloudinit.Name{Address: address.Addr(), Names: called})
		}
	}
	return names
}

// given reads the files that take the place of what the machine is told here.
func (s seeder) given(is Machine) (cloudinit.Files, error) {
	var faults []error
	read := func(file string) cloudinit.Text {
		if file == "" {
			return cloudinit.Text{}
		}
		if !filepath.IsAbs(file) {
			file = filepath.Join(s.dir, file)
		}
		body, err := os.ReadFile(file)
		faults = append(faults, err)
		return cloudinit.Text{Name: file, Text: string(body)}
	}
	files := cloudinit.Files{UserData: read(is.UserData), MetaData: read(is.MetaData), NetworkConfig: read(is.NetworkConfig)}
	return files, errors.Join(faults...)
}
