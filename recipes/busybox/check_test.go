package busybox_test

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/busybox"
	"github.com/hrun-dev/hrun/recipes/recipestest"
)

func TestFaults(t *testing.T) {
	with := func(change func(*busybox.Parameters)) busybox.Parameters {
		p := parameters()
		change(&p)
		return p
	}
	dhcp := func(change func(*busybox.DHCP)) busybox.Parameters {
		return with(func(p *busybox.Parameters) { change(&p.DHCP) })
	}
	route := func(change func(*busybox.Route)) busybox.Parameters {
		return with(func(p *busybox.Parameters) { change(&p.Routes[0]) })
	}
	address := netip.MustParseAddr
	for want, p := range map[string]busybox.Parameters{
		`home: "home/debian" is not`:                       with(func(p *busybox.Parameters) { p.Home = "home/debian" }),
		"valid: a certificate for 5m0s":                    with(func(p *busybox.Parameters) { p.Valid = 5 * time.Minute }),
		"names: hapx-node01 is a host":                     with(func(p *busybox.Parameters) { p.Names["hapx-node01"] = address("192.168.4.9") }),
		"names: hapx-node01.kube.demo is a host":           with(func(p *busybox.Parameters) { p.Names["hapx-node01.kube.demo"] = address("192.168.4.9") }),
		`"a b" is not the name of`:                         with(func(p *busybox.Parameters) { p.Names["a b"] = address("192.168.4.9") }),
		"invalid IP is not an address for x":               with(func(p *busybox.Parameters) { p.Names["x"] = netip.Addr{} }),
		`"a/b" is not the name of an interface`:            with(func(p *busybox.Parameters) { p.NIC = "a/b" }),
		`"kube..demo" is not the name of a domain`:         with(func(p *busybox.Parameters) { p.Domain = "kube..demo" }),
		"gives away 192.168.4.21, the address of hapx-nod": dhcp(func(d *busybox.DHCP) { d.To = address("192.168.4.21") }),
		"to 192.168.4.40 is not a range of machines in":    dhcp(func(d *busybox.DHCP) { d.To = address("192.168.4.40") }),
		"the MAC address 08:00:27:00:41:15 is given to": dhcp(func(d *busybox.DHCP) {
			d.Leases = append(d.Leases, busybox.Lease{MAC: "08:00:27:00:41:15", Name: "hapx-node02"})
		}),
		"192.168.4.22 is given to hapx-node02.kube.demo and to x": dhcp(func(d *busybox.DHCP) {
			d.Leases = []busybox.Lease{{MAC: "08:00:27:00:41:16", Name: "x", Address: address("192.168.4.22")}}
		}),
		`of 08:00:27:00:41:17 has no address, and no host is called "y"`: dhcp(func(d *busybox.DHCP) {
			d.Leases = []busybox.Lease{{MAC: "08:00:27:00:41:17", Name: "y"}}
		}),
		"routes: entry 1 needs both":                route(func(r *busybox.Route) { r.Via = netip.Addr{} }),
		"0.0.0.0/0 would lead everything":           route(func(r *busybox.Route) { r.To = netip.MustParsePrefix("0.0.0.0/0") }),
		"192.168.4.1/27 is not a network":           route(func(r *busybox.Route) { r.To = netip.MustParsePrefix("192.168.4.1/27") }),
		"gateway fd00::1 is not of the same family": route(func(r *busybox.Route) { r.Via = address("fd00::1") }),
		`"a b" cannot be the name of an interface`:  route(func(r *busybox.Route) { r.Dev = "a b" }),
		"routes: two lead to 192.168.4.0/27":        with(func(p *busybox.Parameters) { p.Routes = append(p.Routes, p.Routes[0]) }),
	} {
		_, err := recipes.Build(recipestest.Inventory(t, documents), recipestest.Secrets(), busybox.Recipe{Parameters: p})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}

// What cannot be done on these hosts.
func TestFaultsOfTheInventory(t *testing.T) {
	for want, text := range map[string]string{
		"bastions":                                         "web: {hosts: {a: {}}}",
		"bastion a has no hrun_address":                    "bastions: {hosts: {a: {}}}",
		"nobody is named who logs in to bastion a":         "bastions: {hosts: {a: {hrun_address: 192.168.4.30/27, hrun_ssh_ca: ssh-ca}}}",
		"the address 192.168.4.30 is that of a and of b":   "bastions: {hosts: {a: {hrun_address: 192.168.4.30/27}, b: {hrun_address: 192.168.4.30/27}}}",
		"the group bastions has 2 hosts, and only one can": "bastions: {hosts: {a: {hrun_address: 192.168.4.30/27}, b: {hrun_address: 192.168.4.29/27}}}",
		"there is no place to keep":                        strings.ReplaceAll(documents, "hapx-node01", "node"),
	} {
		p := busybox.Parameters{DHCP: busybox.DHCP{From: netip.MustParseAddr("192.168.4.2"), To: netip.MustParseAddr("192.168.4.3")}}
		if _, err := recipes.Build(recipestest.Inventory(t, text), nil, busybox.Recipe{Parameters: p}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
}
