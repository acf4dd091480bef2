package cloudinit_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes/cloudinit"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// everyKind is a network with all that an interface can have.
func everyKind(version int) cloudinit.Network {
	prefix, addr := netip.MustParsePrefix, netip.MustParseAddr
	return cloudinit.Network{Version: version, Interfaces: []cloudinit.Interface{
		{Name: "enp0s3", MAC: "52:54:00:12:34:56"},
		{Name: "enp0s3.41", Link: "enp0s3", VLAN: 41},
		{
			Name: "enp0s3.43", Link: "enp0s3", VLAN: 43, MTU: 1400, Addresses: []netip.Prefix{
				prefix("192.168.4.21/27"), prefix("192.168.4.99/27"), prefix("2001:db8::21/64"),
			},
			Gateway: addr("192.168.4.30"), Nameservers: []netip.Addr{addr("192.168.4.1")}, Search: []string{"kube.demo"},
			Routes: []cloudinit.Route{{To: prefix("10.0.0.0/8"), Via: addr("192.168.4.29")}},
		},
		{Name: "enp0s8", DHCP: true},
	}}
}

func TestNetworkConfig(t *testing.T) {
	for name, n := range map[string]cloudinit.Network{"network-v1.golden": everyKind(1), "network-v2.golden": everyKind(2)} {
		got, err := n.Text()
		if err != nil {
			t.Fatal(err)
		}
		taskstest.Text(t, name, got)
		pyYAML(t, got)
	}
	if none, err := (cloudinit.Network{}).Text(); none != "" || err != nil {
		t.Errorf("%q, %v", none, err)
	}
}

func TestNetworkIsRefused(t *testing.T) {
	one := func(i cloudinit.Interface) cloudinit.Network {
		return cloudinit.Network{Interfaces: []cloudinit.Interface{{Name: "eth0", MAC: "52:54:00:12:34:56"}, i}}
	}
	for want, n := range map[string]cloudinit.Network{
		"no version 3":                      {Version: 3},
		"a name has 1 to 15 bytes":          one(cloudinit.Interface{}),
		"used twice":                        one(cloudinit.Interface{Name: "eth0"}),
		"its name or its MAC is used twice": one(cloudinit.Interface{Name: "eth1", MAC: "52:54:00:12:34:56"}),
		"invalid MAC address":               one(cloudinit.Interface{Name: "eth1", MAC: "52:54"}),
		"no interface eth7 to carry it":     one(cloudinit.Interface{Name: "eth7.1", Link: "eth7", VLAN: 1}),
		`VLAN 4095 of "eth0"`:               one(cloudinit.Interface{Name: "eth0.1", Link: "eth0", VLAN: 4095}),
		`VLAN 7 of ""`:                      one(cloudinit.Interface{Name: "eth0.1", VLAN: 7}),
		"a VLAN has no MAC":                 one(cloudinit.Interface{Name: "eth0.1", Link: "eth0", VLAN: 7, MAC: "52:54:00:12:34:57"}),
		"an address is empty":               one(cloudinit.Interface{Name: "eth1", Addresses: make([]netip.Prefix, 1)}),
		"a route has not both of its ends":  one(cloudinit.Interface{Name: "eth1", Routes: make([]cloudinit.Route, 1)}),
		"a nameserver is empty":             one(cloudinit.Interface{Name: "eth1", Nameservers: make([]netip.Addr, 1)}),
	} {
		if _, err := n.Text(); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error is %v, want one with %q", err, want)
		}
	}
}
