package virtualbox_test

import (
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/recipes/vm/virtualbox"
)

func TestCheck(t *testing.T) {
	network := func(name, nic string, kind lab.Kind) lab.Network {
		return lab.Network{Name: name, NIC: nic, Kind: kind, Adapter: map[bool]string{true: "vboxnet0"}[kind == lab.HostOnly]}
	}
	links := func(networks ...lab.Network) []lab.Link {
		var all []lab.Link
		for _, n := range networks {
			all = append(all, lab.Link{Network: n})
		}
		return all
	}
	one := func(m lab.Machine) lab.Lab {
		m.Name = "node"
		return lab.Lab{Name: "demo", State: "/home/it/labs", Image: lab.Image{Base: "debian base"}, Machines: []lab.Machine{m}}
	}
	var nine []lab.Link
	for _, nic := range []string{"enp0s3", "enp0s8", "enp0s9", "enp0s10", "enp0s16", "enp0s17", "enp0s18", "enp0s19", "enp0s20"} {
		nine = append(nine, lab.Link{Network: network("n", nic, lab.Internal)})
	}
	for name, c := range map[string]struct {
		lab  lab.Lab
		says string // empty: it can be made
	}{
		"nothing special": {one(lab.Machine{Links: nine[:8]}), ""},
		"nine adapters":   {one(lab.Machine{Links: nine}), "there is no adapter for the interface enp0s20"},
		"no base":         {lab.Lab{Name: "demo", State: "/labs", Machines: []lab.Machine{{Name: "node"}}}, "there is nothing to clone"},
		"base is an option": {lab.Lab{Name: "demo", State: "/labs", Image: lab.Image{Base: "--x"}, Machines: []lab.Machine{{Name: "node"}}},
			`the base image "--x" cannot be the name of a machine`},
		"base is the machine": {lab.Lab{Name: "demo", State: "/labs", Image: lab.Image{Base: "node"}, Machines: []lab.Machine{{Name: "node"}}}, "a clone of itself"},
		"state":               {lab.Lab{Name: "demo", State: "/la\"bs"}, "is not the absolute path of a directory"},
		"CPUs":                {one(lab.Machine{CPUs: 65}), "it cannot have 65 CPUs, only 1 to 64"},
		"memory":              {one(lab.Machine{Memory: 3}), "it cannot have 3 MiB of memory"},
		"disk of no size":     {one(lab.Machine{Disks: []lab.Disk{{Name: "data"}}}), "disk data cannot have 0 MiB"},
		"disk of a bad name":  {one(lab.Machine{Disks: []lab.Disk{{Name: "../x", Size: 1}}}), `the name of disk "../x"`},
		"two kinds on one adapter": {one(lab.Machine{Links: links(network("a", "enp0s3.41", lab.Internal), network("b", "enp0s3.42", lab.HostOnly))}),
			"network b: its adapter enp0s3 is used for something else, too"},
		"VLANs of one adapter": {one(lab.Machine{Links: links(network("a", "enp0s3.41", lab.Internal), network("b", "enp0s3.42", lab.Internal))}), ""},
		"a MAC of a group":     {one(lab.Machine{Links: []lab.Link{{Network: network("a", "enp0s3", lab.NAT), MAC: "09:00:27:12:34:56"}}}), "is not the address of a single adapter"},
		"a MAC twice": {one(lab.Machine{Links: []lab.Link{{Network: network("a", "enp0s3", lab.NAT), MAC: "08:00:27:12:34:56"}, {Network: network("b", "enp0s8", lab.NAT), MAC: "080027123456"}}}),
			"the MAC 080027123456 of enp0s8 is that of node enp0s3"},
		"forwarded without NAT": {one(lab.Machine{Forward: 22022, Links: links(network("a", "enp0s3", lab.Internal))}), "port 22022 cannot lead to it"},
		"no interface": {lab.Lab{Name: "demo", State: "/labs", Networks: []lab.Network{{Name: "a", NIC: "enp0s8", Kind: lab.HostOnly}}},
			"must be the name of a host-only interface"},
		"two addresses": {lab.Lab{Name: "demo", State: "/labs", Networks: []lab.Network{
			{Name: "a", NIC: "enp0s8", Kind: lab.HostOnly, Adapter: "vboxnet0", Host: address("192.168.56.1/24")},
			{Name: "b", NIC: "enp0s9", Kind: lab.HostOnly, Adapter: "vboxnet0", Host: address("192.168.57.1/24")}}}, "192.168.56.1/24 in another network"},
		"IPv6": {lab.Lab{Name: "demo", State: "/labs", Networks: []lab.Network{
			{Name: "a", NIC: "enp0s8", Kind: lab.HostOnly, Adapter: "vboxnet0", Host: address("fd00::1/64")}}}, "must be one of IPv4"},
	} {
		t.Run(name, func(t *testing.T) {
			err := virtualbox.Provider{}.Check(c.lab)
			switch {
			case c.says == "" && err != nil:
				t.Error(err)
			case c.says != "" && (err == nil || !strings.Contains(err.Error(), c.says)):
				t.Errorf("error %v, want one with %q", err, c.says)
			}
		})
	}
}

// No two machines have a UUID in common, and those of a lab begin alike.
func TestUUID(t *testing.T) {
	seen := map[string]string{}
	for _, l := range []string{"a", "b", "ab"} {
		for _, m := range []string{"a", "b", "ab"} {
			uuid := virtualbox.UUID(l, m)
			if len(uuid) != 36 || uuid[14] != '8' || !strings.Contains("89ab", uuid[19:20]) {
				t.Errorf("%s/%s: %s is no UUID of version 8", l, m, uuid)
			}
			if other, taken := seen[uuid]; taken {
				t.Errorf("%s/%s has that of %s", l, m, other)
			}
			seen[uuid] = l + "/" + m
			if prefix := virtualbox.UUID(l, "other")[:18]; uuid[:18] != prefix {
				t.Errorf("%s/%s: %s does not begin with %s", l, m, uuid, prefix)
			}
		}
	}
}
