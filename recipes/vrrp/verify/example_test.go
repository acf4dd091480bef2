package verify_test

import (
	"fmt"
	"net/netip"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/recipes/vrrp"
	"github.com/hrun-dev/hrun/recipes/vrrp/verify"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// node returns a host of the group vrrp that is reached through a bastion.
func node(name, address string) inventory.Host {
	return inventory.Host{
		Name: name, Groups: []string{"vrrp"}, Address: netip.MustParsePrefix(address),
		Connection: inventory.Connection{Via: []string{"busybox"}},
	}
}

func Example() {
	inv, err := inventory.New(inventory.Host{Name: "busybox"}, node("lb1", "192.168.1.9/24"), node("lb2", "192.168.1.10/24"))
	if err != nil {
		fmt.Println(err)
		return
	}
	recipe := verify.Recipe{Recipe: vrrp.Recipe{Auth: sh.NewSecret("42"), Gateway: netip.MustParseAddr("192.168.1.1")}}
	play, err := recipes.Build(inv, nil, recipe)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, stage := range play.Stages {
		fmt.Printf("--- %s of %s, changes nothing: %v\n", stage.Name, stage.Hosts[0].Name, stage.Survey)
		if stage.Name != "nodes" { // those of vrrp
			fmt.Print(recipestest.Outline(stage.Hosts[0]))
		}
	}
	// Output:
	// --- preflight of lb1, changes nothing: true
	// expect that the gateway 192.168.1.1 answers
	// interface eno1
	// address 192.168.1.100 is not a stranger's
	// the clock is right
	// --- nodes of lb1, changes nothing: true
	// --- machines of lb1, changes nothing: true
	// room on the file systems
	// keepalived takes part
	// haproxy accepts its configuration
	// haproxy answers
	// servers of k8s-masters
	// expect that the gateway 192.168.1.1 answers
	// --- router of localhost, changes nothing: true
	// exactly one node holds 192.168.1.100
	// the nodes' clocks are together
	// --- service of busybox, changes nothing: true
	// expect that port 6443 of 192.168.1.100 is open
	// expect that port 6443 of 192.168.1.9 is open
	// expect that port 6443 of 192.168.1.10 is open
}
