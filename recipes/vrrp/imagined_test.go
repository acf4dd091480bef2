package vrrp_test

import (
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes/keepalived"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/recipes/vrrp"
)

func TestImaginedPairIsBroughtUp(t *testing.T) {
	world := recipestest.Imagine(t, recipestest.Build(t, recipestest.Inventory(t, pair("", "")), vrrp.Recipe{Domain: "k8s.local"}))
	recipestest.Golden(t, "new.txt", world.Check())
	world.Apply()
	if left := world.Check(); left != "" {
		t.Errorf("a second run would do:\n%s", left)
	}
}

// haproxy is reloaded before keepalived, and the node that holds the address
// has its turn last.
func TestImaginedPairChanges(t *testing.T) {
	inv := recipestest.Inventory(t, pair("", ""))
	other := vrrp.Recipe{Router: keepalived.Router{RouterID: 52}}
	other.Proxy.Fall = 5
	world := recipestest.ImagineAfter(t, recipestest.Build(t, inv, vrrp.Recipe{}), recipestest.Build(t, inv, other))
	world.Ranks("lb1", "1")
	recipestest.Golden(t, "changed.txt", world.Apply())
}

// Where a node cannot be what it is to be, nothing is changed on any.
func TestImaginedPairWithAnUnfitNode(t *testing.T) {
	for task, c := range map[string]struct{ prints, why string }{
		"interface eno1": {"lo\nenp2s0\n", "there is no interface eno1; the host has enp2s0"},
		"address 192.168.1.100 is not a stranger's": {"answers 02:00:00:00:00:04\n", "another machine answers for 192.168.1.100"},
		"the clock is right":                        {"-3600\n", "the clock of the host is 1h0m0s behind"},
	} {
		world := recipestest.Imagine(t, recipestest.Build(t, recipestest.Inventory(t, pair("", "")), vrrp.Recipe{}))
		world.Prints("lb2", task, c.prints)
		done := world.Apply()
		if !strings.Contains(done, task+", failed: "+c.why) || strings.Contains(done, "keepalived.conf") {
			t.Errorf("%s:\n%s", task, done)
		}
	}
}

// The example is what it says: the classic pair, with nothing wrong in it.
func TestExampleInventory(t *testing.T) {
	inv, err := inventory.Load("../../examples/vrrp.yaml")
	if err != nil {
		t.Fatal(err)
	}
	r := vrrp.Recipe{}.WithDefaults()
	if err := inv.Parameters("vrrp", &r); err != nil {
		t.Fatal(err)
	}
	recipestest.Imagine(t, recipestest.Build(t, inv, r)).Apply()
	if r.Endpoint() != "192.168.1.100:6443" {
		t.Errorf("the control plane is at %s", r.Endpoint())
	}
}
