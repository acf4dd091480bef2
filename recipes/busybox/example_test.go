package busybox_test

import (
	"fmt"
	"net/netip"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/busybox"
	"github.com/hrun-dev/hrun/recipes/recipestest"
)

// A bastion that answers for the names of a node and of a name server.
func Example() {
	inv, err := inventory.New(
		inventory.Host{Name: "busybox", Groups: []string{"bastions"}, Address: netip.MustParsePrefix("192.168.4.30/27")},
		inventory.Host{Name: "hapx-node01", Address: netip.MustParsePrefix("192.168.4.21/27")},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	play, err := recipes.Build(inv, nil, busybox.Recipe{Parameters: busybox.Parameters{
		Names:  map[string]netip.Addr{"dns-01": netip.MustParseAddr("192.168.4.1")},
		Routes: []busybox.Route{{To: netip.MustParsePrefix("192.168.4.0/27"), Via: netip.MustParseAddr("192.168.4.57")}},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, stage := range play.Stages {
		fmt.Printf("--- %s of %s\n%s", stage.Name, stage.Hosts[0].Name, recipestest.Outline(stage.Hosts[0]))
	}
	// Output:
	// --- routes of localhost
	// route to 192.168.4.0/27 via 192.168.4.57
	// --- bastion of busybox
	// hosts entry 192.168.4.30
	// hosts entry 192.168.4.21
	// hosts entry 192.168.4.1
	// packages curl
	// directory /etc/dnsmasq.d
	// file /etc/dnsmasq.d/hrun.conf -> restart dnsmasq
	// directory /etc/systemd/system/dnsmasq.service.d
	// file /etc/systemd/system/dnsmasq.service.d/hrun.conf -> restart dnsmasq
	// packages dnsmasq
	// unit dnsmasq
}
