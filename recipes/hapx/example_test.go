package hapx_test

import (
	"fmt"
	"net/netip"
	"strings"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/hapx"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// node returns a host of the group hapx.
func node(name, address string) inventory.Host {
	return inventory.Host{Name: name, Groups: []string{"hapx"}, Address: netip.MustParsePrefix(address)}
}

func Example() {
	inv, err := inventory.New(node("hapx-node01", "192.168.4.21/27"), node("hapx-node02", "192.168.4.22/27"))
	if err != nil {
		fmt.Println(err)
		return
	}
	recipe := hapx.Recipe{AuthKey: sh.NewSecret(strings.Repeat("x", 256))} // all else is as in the classic setup
	play, err := recipes.Build(inv, nil, recipe)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, stage := range play.Stages {
		fmt.Println("---", stage.Name)
		fmt.Print(recipestest.Outline(stage.Hosts[0]))
		for _, handler := range stage.Hosts[0].Handlers {
			fmt.Println("then", handler.Name)
		}
	}
	// Output:
	// --- preflight
	// interface enp0s3.41
	// address 192.168.4.20 is not a stranger's
	// the clock is right
	// members of haproxy-cluster
	// --- nodes
	// hostname hapx-node01
	// hosts entry 192.168.4.21
	// hosts entry 192.168.4.22
	// packages curl
	// quorum without a device
	// unit corosync-qdevice
	// absent /etc/corosync/qdevice
	// directory /etc/corosync
	// directory /var/log/corosync
	// file /etc/corosync/authkey -> restart corosync everywhere, restart pacemaker
	// corosync crypto -> restart corosync everywhere, restart pacemaker
	// corosync settings of the start -> reload corosync, restart corosync, restart pacemaker
	// file /etc/corosync/corosync.conf -> reload corosync
	// packages corosync
	// unit corosync
	// directory /etc/haproxy
	// file /etc/haproxy/haproxy.cfg -> reload haproxy
	// packages haproxy
	// directory /usr/lib/ocf
	// directory /usr/lib/ocf/resource.d
	// directory /usr/lib/ocf/resource.d/heartbeat
	// file /usr/lib/ocf/resource.d/heartbeat/haproxy
	// unit haproxy
	// packages pacemaker crmsh
	// unit pacemaker
	// then restart corosync everywhere
	// then reload corosync
	// then restart corosync
	// then restart pacemaker
	// then reload haproxy
	// --- resources
	// wait until the cluster of hapx-node01, hapx-node02 is formed
	// cluster configuration
}
