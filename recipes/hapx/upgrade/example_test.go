package upgrade_test

import (
	"fmt"
	"net/netip"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/hapx"
	"github.com/hrun-dev/hrun/recipes/hapx/upgrade"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/tasks"
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
	play, err := recipes.Build(inv, nil, upgrade.Recipe{Recipe: hapx.Recipe{}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, stage := range play.Stages {
		host := stage.Hosts[0]
		fmt.Println("---", stage.Name)
		if turn := host.Rolling; turn != nil {
			for _, when := range []struct {
				name string
				do   []tasks.Task
			}{{"before", turn.Before}, {"after", turn.After}, {"then", turn.Gate}} {
				for _, t := range when.do {
					fmt.Printf("%s: %s\n", when.name, t)
				}
			}
		}
		fmt.Print(recipestest.Outline(host))
	}
	// Output:
	// --- lists
	// lists of packages
	// --- upgrade
	// before: wait until the cluster of hapx-node01, hapx-node02 is healthy
	// before: wait until another node can take over
	// before: -> busybox: no longer asking http://192.168.4.20:32700/
	// before: -> busybox: asking http://192.168.4.20:32700/
	// before: hapx-node01 in standby
	// before: wait until this node runs no resources
	// after: wait until the cluster of hapx-node01, hapx-node02 is formed
	// after: hapx-node01 back from standby
	// then: wait until the cluster of hapx-node01, hapx-node02 is healthy
	// then: -> busybox: asking http://192.168.4.20:32700/
	// then: -> busybox: wait until http://192.168.4.20:32700/ answers after the turn
	// then: clients are answered during the turn of hapx-node01
	// then: -> busybox: no longer asking http://192.168.4.20:32700/
	// packages of the cluster upgraded -> restart corosync, restart pacemaker
	// unit corosync
	// unit pacemaker
}
