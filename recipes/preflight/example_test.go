package preflight_test

import (
	"errors"
	"fmt"
	"net/netip"

	"github.com/hrun-dev/hrun/recipes/pacemaker"
	"github.com/hrun-dev/hrun/recipes/preflight"
	"github.com/hrun-dev/hrun/recipes/recipestest"
)

func ExampleNode() {
	h, err := recipestest.Host("node01", preflight.Node{
		Interface: "eno1", Own: netip.MustParseAddr("192.0.2.1"),
		VIPs: []netip.Prefix{netip.MustParsePrefix("192.0.2.100/24")}, Peers: []netip.Addr{netip.MustParseAddr("192.0.2.2")},
		Decided: pacemaker.Decides,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Print(recipestest.Outline(h))
	// Output:
	// interface eno1
	// address 192.0.2.100 is not a stranger's
	// the clock is right
}

func ExampleClock() {
	_, err := preflight.Clock{}.Plan("-3600\n")
	var off *preflight.ClockError
	fmt.Println(errors.As(err, &off), off.Ahead)
	// Output: true -1h0m0s
}
