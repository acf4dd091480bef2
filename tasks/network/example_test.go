package network_test

import (
	"fmt"
	"net/netip"

	"github.com/hrun-dev/hrun/tasks/network"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func ExampleAddress() {
	vip := network.Address{Device: "eth0", Prefix: netip.MustParsePrefix("192.168.4.20/27")}
	change, err := vip.Plan("interface\n")
	fmt.Print(taskstest.Differences(change), err)
	// Output:
	// address: absent -> 192.168.4.20/27
	// <nil>
}

// What has been added for a while is taken away again by the absent form.
func ExampleRoute() {
	lab := network.Route{To: netip.MustParsePrefix("192.168.4.0/27"), Via: netip.MustParseAddr("10.0.0.2")}
	change, err := lab.Plan("routes\n")
	fmt.Print(taskstest.Differences(change), err, "\n")

	lab.Absent = true
	change, err = lab.Plan("routes\n192.168.4.0/27 via 10.0.0.2 dev ve-lab\n")
	fmt.Print(taskstest.Differences(change), err)
	// Output:
	// route: absent -> via 10.0.0.2
	// <nil>
	// route: via 10.0.0.2 dev ve-lab -> absent
	// <nil>
}
