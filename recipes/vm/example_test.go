package vm_test

import (
	"fmt"
	"net/netip"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/vm"
)

// A lab of one machine, which is reached at a port of this one.
func Example() {
	inv, err := inventory.New(
		inventory.Host{Name: "localhost", Groups: []string{"hypervisors"}, Connection: inventory.Connection{Kind: inventory.Local}},
		inventory.Host{Name: "node", Groups: []string{"machines"}, Address: netip.MustParsePrefix("192.168.4.21/27"),
			Connection: inventory.Connection{
				Address: "127.0.0.1", Port: 22022, User: "debian",
				KeyFiles: []string{"/srv/lab/keys/id_ed25519"}, KnownHosts: []string{"/srv/lab/keys/known_hosts"},
			}},
	)
	if err != nil {
		fmt.Println(err)
		return
	}
	play, err := recipes.Build(inv, nil, vm.Recipe{Parameters: vm.Parameters{Lab: "demo"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, work := range play.Stages[0].Hosts[0].Work {
		fmt.Println(work.Task)
	}
	// Output:
	// containers can be made here
	// image of bookworm
	// packages for machines of bookworm
	// network of lab demo
	// key /srv/lab/keys/id_ed25519
	// key /srv/lab/keys/ssh_ca
	// root of machine node
	// machine node
	// host keys in /srv/lab/keys/known_hosts
	// machine node is ready
	// port 22022 leads to machine node
}
