package facts

import (
	"net/netip"
	"reflect"
	"testing"
)

const iproute = `1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN mode DEFAULT group default qlen 1000\    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
2: ifb0: <BROADCAST,NOARP> mtu 1500 qdisc noop state DOWN mode DEFAULT group default qlen 32\    link/ether 4a:fc:14:42:ac:fe brd ff:ff:ff:ff:ff:ff
4: eth0@if9: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1400 qdisc pfifo_fast state UP mode DEFAULT group default qlen 1000\    link/ether 02:fc:00:00:00:01 brd ff:ff:ff:ff:ff:ff
5: wg0: <POINTOPOINT,NOARP,UP,LOWER_UP> mtu 1420 qdisc noqueue state UNKNOWN mode DEFAULT group default qlen 1000\    link/none 
1: lo    inet 127.0.0.1/8 scope host lo\       valid_lft forever preferred_lft forever
1: lo    inet6 ::1/128 scope host \       valid_lft forever preferred_lft forever
4: eth0    inet 192.0.2.2/24 brd 192.0.2.255 scope global eth0\       valid_lft forever preferred_lft forever
4: eth0    inet6 fd00::2/64 scope global nodad \       valid_lft forever preferred_lft forever
4: eth0    inet6 fe80::fc:ff:fe00:1/64 scope link \       valid_lft forever preferred_lft forever
5: wg0    inet 10.9.0.1 peer 10.9.0.2/32 scope global wg0\       valid_lft forever preferred_lft forever
`

const busyboxIP = `1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue qlen 1000\    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
4: eth0: <BROADCAST,MULTICAST,UP> mtu 1400 qdisc pfifo_fast qlen 1000\    link/ether 02:fc:00:00:00:01 brd ff:ff:ff:ff:ff:ff
1: lo    inet 127.0.0.1/8 scope host lo\       valid_lft forever preferred_lft forever
4: eth0    inet 192.0.2.2/24 brd 192.0.2.255 scope global eth0\       valid_lft forever preferred_lft forever
4: eth0    inet6 fd00::2/64 scope global flags 02 \       valid_lft forever preferred_lft forever
`

func prefixes(words ...string) (all []netip.Prefix) {
	for _, w := range words {
		all = append(all, netip.MustParsePrefix(w))
	}
	return all
}

func TestInterfaces(t *testing.T) {
	for _, c := range []struct {
		name, printed string
		want          []Interface
	}{
		{"iproute2", iproute, []Interface{
			{Name: "lo", Up: true, Carrier: true, Addresses: prefixes("127.0.0.1/8", "::1/128")},
			{Name: "ifb0", MAC: "4a:fc:14:42:ac:fe"},
			{Name: "eth0", MAC: "02:fc:00:00:00:01", Up: true, Carrier: true, Addresses: prefixes("192.0.2.2/24", "fd00::2/64", "fe80::fc:ff:fe00:1/64")},
			{Name: "wg0", Up: true, Carrier: true, Addresses: prefixes("10.9.0.1/32")},
		}},
		{"busybox", busyboxIP, []Interface{
			{Name: "lo", Up: true, Carrier: true, Addresses: prefixes("127.0.0.1/8")},
			{Name: "eth0", MAC: "02:fc:00:00:00:01", Up: true, Addresses: prefixes("192.0.2.2/24", "fd00::2/64")},
		}},
	} {
		got, err := Interfaces().Parse(c.printed)
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v, %v", c.name, got, err)
		}
	}
	for _, printed := range []string{"what\n", "4: eth0    inet 192.0.2.2 scope global\n"} {
		if got, err := Interfaces().Parse(printed); err == nil {
			t.Errorf("%q: %+v", printed, got)
		}
	}
}

func TestAddresses(t *testing.T) {
	all, err := Interfaces().Parse(iproute)
	if got, want := Addresses(all), prefixes("192.0.2.2/24", "fd00::2/64", "10.9.0.1/32"); err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v, %v", got, err)
	}
}

func TestDefaultRoutes(t *testing.T) {
	for _, c := range []struct {
		name, printed string
		want          []Route
	}{
		{"iproute2", "default via 192.0.2.9 dev wlan0 proto dhcp src 192.0.2.7 metric 600 \ndefault via 192.0.2.1 dev eth0 metric 100\n192.0.2.0/24 dev eth0 proto kernel scope link src 192.0.2.2 \n6\ndefault via fe80::1 dev eth0 proto ra metric 1024 expires 1793sec hoplimit 64 pref medium\n",
			[]Route{
				{Gateway: netip.MustParseAddr("192.0.2.1"), Interface: "eth0", Metric: 100},
				{Gateway: netip.MustParseAddr("192.0.2.9"), Interface: "wlan0", Source: netip.MustParseAddr("192.0.2.7"), Metric: 600},
				{Gateway: netip.MustParseAddr("fe80::1"), Interface: "eth0", Metric: 1024, IPv6: true},
			}},
		{"busybox", "default via 192.0.2.1 dev eth0 \n192.0.2.0/24 dev eth0 scope link  src 192.0.2.2 \n6\n", []Route{{Gateway: netip.MustParseAddr("192.0.2.1"), Interface: "eth0"}}},
		{"over the other family", "default via inet6 fe80::1 dev eth0\n6\n", []Route{{Gateway: netip.MustParseAddr("fe80::1"), Interface: "eth0"}}},
		{"no gateway", "default dev ppp0 scope link\n6\n", []Route{{Interface: "ppp0"}}},
		{"none", "6\n", nil},
	} {
		got, err := DefaultRoutes().Parse(c.printed)
		if err != nil || !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %+v, %v", c.name, got, err)
		}
	}
	for _, printed := range []string{"", "default via nowhere dev eth0\n6\n"} {
		if got, err := DefaultRoutes().Parse(printed); err == nil {
			t.Errorf("%q: %+v", printed, got)
		}
	}
}
