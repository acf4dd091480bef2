package cloudinit_test

import (
	"fmt"
	"net/netip"

	"github.com/hrun-dev/hrun/recipes/cloudinit"
)

func ExampleMachine_Seed() {
	seed, err := cloudinit.Machine{
		Name: "node", Domain: "kube.demo", User: "debian",
		Interfaces: []cloudinit.Interface{{Name: "eth0", Addresses: []netip.Prefix{netip.MustParsePrefix("192.168.4.21/27")}}},
	}.Seed()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(seed.MetaData, seed.NetworkConfig)
	// Output:
	// instance-id: node
	// local-hostname: node.kube.demo
	// version: 1
	// config:
	// - type: physical
	//   name: eth0
	//   subnets:
	//   - type: static
	//     address: 192.168.4.21/27
}
