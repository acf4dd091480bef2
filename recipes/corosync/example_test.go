package corosync_test

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/corosync"
	"github.com/hrun-dev/hrun/tasks/sh"
)

func ExampleMember() {
	play := recipes.Play{}
	stage := play.Stage("nodes", []inventory.Host{{Name: "hapx-node01"}, {Name: "hapx-node02"}}, corosync.Member{
		Key: sh.NewSecret(strings.Repeat("x", 128)), // a real one is random: Play.Secrets makes it
		Nodes: []corosync.Node{
			{Name: "hapx-node01", ID: 1, Address: netip.MustParseAddr("192.168.4.18")},
			{Name: "hapx-node02", ID: 2, Address: netip.MustParseAddr("192.168.4.19")},
		},
	})
	for _, handler := range stage.Hosts[0].Handlers {
		fmt.Println(handler.Name)
	}
	// Output:
	// restart corosync everywhere
	// reload corosync
	// restart corosync
}
