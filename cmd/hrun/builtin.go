package main

import (
	"github.com/hrun-dev/hrun/cmd/hrun/cli"
	"github.com/hrun-dev/hrun/recipes/busybox"
	"github.com/hrun-dev/hrun/recipes/hapx"
	hapxfailover "github.com/hrun-dev/hrun/recipes/hapx/failover"
	"github.com/hrun-dev/hrun/recipes/hapx/upgrade"
	"github.com/hrun-dev/hrun/recipes/hapx/verify"
	"github.com/hrun-dev/hrun/recipes/vm"
	"github.com/hrun-dev/hrun/recipes/vrrp"
	vrrpfailover "github.com/hrun-dev/hrun/recipes/vrrp/failover"
	vrrpverify "github.com/hrun-dev/hrun/recipes/vrrp/verify"
)

// builtin returns the recipes that the command knows by name, in the order in
// which they are listed.
func builtin() []cli.Recipe {
	return []cli.Recipe{
		cli.Of("hapx", "haproxy on two nodes or more, and one address that follows it", hapx.Recipe{}.WithDefaults()),
		cli.Of("hapx/verify", "is the cluster of hapx well? looks, changes nothing, and names what is wrong", verify.Recipe{}.WithDefaults()),
		cli.Of("hapx/failover", "hapx moved to another node, in good order and by a crash: how long nobody answers", hapxfailover.Recipe{}.WithDefaults()),
		cli.Of("hapx/upgrade", "the packages of the cluster of hapx new, one node after the other, while the others give the service", upgrade.Recipe{}.WithDefaults()),
		cli.Of("busybox", "the bastion of a lab: names, keys and addresses for the machines behind it", busybox.Recipe{}.WithDefaults()),
		cli.Of("busybox/down", "no way into the lab from this machine: takes away the routes that busybox made", busybox.Down{}.WithDefaults()),
		cli.Of("vm", "the machines of the inventory: containers, or made by qemu or VirtualBox", vm.Recipe{}.WithDefaults()),
		cli.Of("vm/down", "no machines: removes what vm made, with all data", vm.Down{}.WithDefaults()),
		cli.Of("vrrp", "haproxy on two nodes or more, and an address that VRRP moves between them", vrrp.Recipe{}.WithDefaults()),
		cli.Of("vrrp/verify", "are the nodes of vrrp well? looks, changes nothing, and names what is wrong", vrrpverify.Recipe{}.WithDefaults()),
		cli.Of("vrrp/failover", "vrrp's address moved to another node, in good order and by a crash: how long nobody answers", vrrpfailover.Recipe{}.WithDefaults()),
	}
}
