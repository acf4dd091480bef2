package verify_test

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/hapx"
	"github.com/hrun-dev/hrun/recipes/hapx/verify"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// node returns a host of the group hapx that is reached through a bastion.
func node(name, address string) inventory.Host {
	return inventory.Host{
		Name: name, Groups: []string{"hapx"}, Address: netip.MustParsePrefix(address),
		Connection: inventory.Connection{Via: []string{"busybox"}},
	}
}

func Example() {
	inv, err := inventory.New(inventory.Host{Name: "busybox"}, node("hapx-node01", "192.168.4.21/27"), node("hapx-node02", "192.168.4.22/27"))
	if err != nil {
		fmt.Println(err)
		return
	}
	recipe := verify.Recipe{Recipe: hapx.Recipe{AuthKey: sh.NewSecret(strings.Repeat("x", 256))}}
	play, err := recipes.Build(inv, nil, recipe)
	if err != nil {
		fmt.Println(err)
		return
	}
	described := true
	for _, stage := range play.Stages {
		if described = described && stage.Name != "machines"; described {
			continue // those of hapx
		}
		fmt.Printf("--- %s of %s, changes nothing: %v\n", stage.Name, stage.Hosts[0].Name, stage.Survey)
		fmt.Print(recipestest.Outline(stage.Hosts[0]))
	}
	// Output:
	// --- machines of hapx-node01, changes nothing: true
	// room on the file systems
	// haproxy accepts its configuration
	// haproxy is where the address is
	// servers of kubernetes-master-nodes
	// --- links of hapx-node01, changes nothing: true
	// links of corosync
	// --- cluster of localhost, changes nothing: true
	// quorum
	// corosync runs with the nodes that are described
	// all nodes are in one cluster
	// nodes of the cluster
	// resources
	// no action has failed
	// the cluster is allowed to work
	// no resource was moved by hand
	// exactly one node holds 192.168.4.20
	// the nodes' clocks are together
	// --- service of busybox, changes nothing: true
	// expect that port 6443 of 192.168.4.20 is open
	// expect that http://192.168.4.20:32700/ answers 200 to admin
}
