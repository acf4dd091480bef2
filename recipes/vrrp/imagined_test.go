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

// A node that cannot be what it is to be is not changed; the other is.
func TestImaginedPairWithoutTheInterface(t *testing.T) {
	world := recipestest.Imagine(t, recipestest.Build(t, recipestest.Inventory(t, pair("", "")), vrrp.Recipe{}))
	world.Prints("lb2", "interface eno1", "lo\nenp2s0\n")
	done := world.Apply()
	_, second, _ := strings.Cut(done, "  lb2\n")
	if want := "    interface eno1, failed: there is no interface eno1; the host has enp2s0\n"; !strings.HasPrefix(second, want) || strings.Contains(second[len(want):], "keepalived.conf") {
		t.Errorf("lb2:\n%s", second)
	}
	if !strings.Contains(done, "file /etc/keepalived/keepalived.conf") {
		t.Errorf("lb1 is not brought up:\n%s", done)
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
