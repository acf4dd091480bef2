package vm_test

import (
	"fmt"
	"net/netip"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/recipes/vm"
)

// A lab of one machine, which is reached at a port of this one.
func Example() {
	inv, err := inventory.New(
		inventory.Host{Name: "localhost", Groups: []string{"hypervisors"}, Connection: inventory.Connection{Kind: inventory.Local}},
		inventory.Host{Name: "node", Groups: []string{"machines"}, Address: netip.MustParsePrefix("192.168.4.21/27"),
			Connection: inventory.Connection{
				Address: "127.0.0.1", Port: 22022, User: "debian",
				Authority: "ssh-ca", KnownHosts: []string{"/srv/lab/keys/known_hosts"},
			}},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	recipe := vm.Recipe{Parameters: vm.Parameters{Lab: "demo", Provider: "nspawn"}}
	play, err := recipes.Build(inv, recipestest.Secrets(), recipe)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, stage := range play.Stages {
		fmt.Println(stage.Name, "on", stage.Hosts[0].Name)
		for _, work := range stage.Hosts[0].Work {
			fmt.Println("-", work.Task)
		}
	}
	// Output:
	// machines on localhost
	// - containers can be made here
	// - lab demo is of no other provider
	// - image of bookworm
	// - packages for machines of bookworm
	// - lab demo is made by nspawn
	// - network of lab demo
	// - root of machine node
	// - machine node
	// - machine node is ready
	// - port 22022 leads to machine node
	// known hosts on localhost
	// - host keys in /srv/lab/keys/known_hosts
	// first boot on node
	// - cloud-init finished
}
