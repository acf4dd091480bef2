package pacemaker_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hrun-dev/hrun/recipes/pacemaker"
	"github.com/hrun-dev/hrun/tasks/cib"
)

func TestAddresses(t *testing.T) {
	for address, want := range map[string]cib.Values{
		"10.0.0.5/8":      {"ip": "10.0.0.5", "cidr_netmask": "8", "broadcast": "10.255.255.255"},
		"192.0.2.129/25":  {"ip": "192.0.2.129", "cidr_netmask": "25", "broadcast": "192.0.2.255"},
		"192.0.2.1/31":    {"ip": "192.0.2.1", "cidr_netmask": "31"},
		"192.0.2.1/32":    {"ip": "192.0.2.1", "cidr_netmask": "32"},
		"2001:db8::20/64": {"ip": "2001:db8::20", "cidr_netmask": "64"},
	} {
		p, err := pacemaker.VirtualIP{ID: "a", Address: netip.MustParsePrefix(address)}.Primitive()
		if err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(want, p.Params); diff != "" {
			t.Errorf("%s:\n%s", address, diff)
		}
		if err := (cib.Configuration{Primitives: []cib.Primitive{p}}).Validate(); err != nil {
			t.Error(err)
		}
	}
	for _, bad := range []string{
		"192.168.4.0/27", "192.168.4.31/27", "::ffff:192.168.4.20/123", "127.0.0.1/8", "224.0.0.18/24", "0.0.0.0/0",
		"::1/128", "ff02::12/64", "2001:db8::/64",
	} {
		vip := pacemaker.VirtualIP{Address: netip.MustParsePrefix(bad)}
		if _, err := vip.Primitive(); err == nil || !strings.Contains(err.Error(), bad) {
			t.Errorf("%s: %v", bad, err)
		}
	}
	if _, err := (pacemaker.VirtualIP{}).Primitive(); err == nil {
		t.Error("no address was taken")
	}
}
