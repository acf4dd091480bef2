package dnsmasq_test

import (
	"fmt"
	"net/netip"

	"github.com/hrun-dev/hrun/recipes/dnsmasq"
	"github.com/hrun-dev/hrun/recipes/recipestest"
)

// A name server for one network, which knows one machine and nothing else.
func ExampleServer() {
	host, err := recipestest.Host("busybox", dnsmasq.Server{
		Interfaces: []string{"enp0s3.41"},
		Domain:     "kube.demo",
		Records:    []dnsmasq.Record{{Address: netip.MustParseAddr("192.168.4.21"), Names: []string{"hapx-node01"}}},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(recipestest.Outline(host))
	// Output:
	// directory /etc/dnsmasq.d
	// file /etc/dnsmasq.d/hrun.conf -> restart dnsmasq
	// directory /etc/systemd/system/dnsmasq.service.d
	// file /etc/systemd/system/dnsmasq.service.d/hrun.conf -> restart dnsmasq
	// packages dnsmasq
	// unit dnsmasq
}
