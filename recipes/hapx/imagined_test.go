package hapx_test

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes/hapx"
	"github.com/hrun-dev/hrun/recipes/recipestest"
)

const twoNodes = `
hapx:
  hosts:
    hapx-node01: {hrun_address: 192.168.4.21/27}
    hapx-node02: {hrun_address: 192.168.4.22/27}
`

func TestImaginedClusterIsBroughtUp(t *testing.T) {
	world := recipestest.Imagine(t, recipestest.Build(t, recipestest.Inventory(t, twoNodes), hapx.Recipe{}))
	if foreseen := world.Check(); foreseen == "" {
		t.Error("nothing is to be done on new nodes")
	}
	world.Apply()
	if left := world.Check(); left != "" {
		t.Errorf("a second run would do:\n%s", left)
	}
}

// The active node restarts last, and only the address of the cluster moves.
func TestImaginedClusterChanges(t *testing.T) {
	inv := recipestest.Inventory(t, twoNodes)
	other := hapx.Recipe{VIP: netip.MustParsePrefix("192.168.4.19/27")}
	no := false
	other.Corosync.WaitForAll = &no
	world := recipestest.ImagineAfter(t, recipestest.Build(t, inv, hapx.Recipe{}), recipestest.Build(t, inv, other))
	world.Ranks("hapx-node01", "1")
	recipestest.Golden(t, "changed.txt", world.Apply())
}

// The examples are what they say, with nothing wrong in them, and no danger but
// those that they speak of.
func TestExampleInventories(t *testing.T) {
	for example, warnings := range map[string]int{"hapx.yaml": 2, "arbiter.yaml": 0, "three.yaml": 0} {
		inv, err := inventory.Load("../../examples/" + example)
		if err != nil {
			t.Fatal(err)
		}
		r := hapx.Recipe{}.WithDefaults()
		if err := inv.Parameters("hapx", &r); err != nil {
			t.Fatal(err)
		}
		play := recipestest.Build(t, inv, r)
		world := recipestest.Imagine(t, play)
		world.Apply()
		if left := world.Check(); left != "" || len(play.Warnings) != warnings {
			t.Errorf("%s: warns of %q, and a second run would do:\n%s", example, play.Warnings, left)
		}
	}
}

// Where a node cannot be one, nothing is changed on any.
func TestImaginedClusterWithAnUnfitNode(t *testing.T) {
	for task, c := range map[string]struct{ prints, why string }{
		"interface enp0s3.41":                      {"lo\nenp2s0\n", "there is no interface enp0s3.41; the host has enp2s0"},
		"address 192.168.4.20 is not a stranger's": {"answers 02:00:00:00:00:04\n", "another machine answers for 192.168.4.20"},
		"the clock is right":                       {"-3600\n", "the clock of the host is 1h0m0s behind"},
	} {
		world := recipestest.Imagine(t, recipestest.Build(t, recipestest.Inventory(t, twoNodes), hapx.Recipe{}))
		world.Prints("hapx-node02", task, c.prints)
		done := world.Apply()
		if !strings.Contains(done, task+", failed: "+c.why) || strings.Contains(done, "corosync") {
			t.Errorf("%s:\n%s", task, done)
		}
	}
}

// A third node comes in without a restart of the others: they read their new
// configuration when all three have it, and go by majority from then on.
func TestImaginedClusterGrows(t *testing.T) {
	two, three := recipestest.Inventory(t, twoNodes), recipestest.Inventory(t, twoNodes+"    hapx-node03: {hrun_address: 192.168.4.23/27}\n")
	world := recipestest.ImagineAfter(t, recipestest.Build(t, two, hapx.Recipe{}), recipestest.Build(t, three, hapx.Recipe{}))
	world.Ranks("hapx-node01", "1")
	done := world.Apply()
	if n := strings.Count(done, "handler reload corosync\n"); n != 3 || strings.Contains(done, "handler restart corosync\n") {
		t.Errorf("the configuration is read again %d times, want 3 and no restart:\n%s", n, done)
	}
}

// The third node leaves before the others forget it.
func TestImaginedClusterShrinks(t *testing.T) {
	inv := recipestest.Inventory(t, twoNodes+"    hapx-node03: {hrun_address: 192.168.4.23/27}\n")
	world := recipestest.ImagineAfter(t, recipestest.Build(t, inv, hapx.Recipe{}), recipestest.Build(t, inv, hapx.Recipe{Removed: []string{"hapx-node03"}}))
	world.Ranks("hapx-node01", "1")
	recipestest.Golden(t, "shrunk.txt", world.Apply())
}

// No node is given a configuration without those who leave before these are
// gone. Where nobody leaves, nobody waits.
func TestNodesWaitForThoseWhoLeave(t *testing.T) {
	const wait, write = "wait until those who leave are members no more", "corosync settings of the start"
	inv := recipestest.Inventory(t, twoNodes+"    hapx-node03: {hrun_address: 192.168.4.23/27}\n")
	for _, removed := range [][]string{nil, {"hapx-node03"}} {
		p := recipestest.Build(t, inv, hapx.Recipe{Removed: removed})
		for _, h := range stage(t, p, "nodes").Hosts {
			before, _, _ := strings.Cut(recipestest.Outline(h), write)
			if waits := strings.Contains(before, wait); waits != (removed != nil) {
				t.Errorf("%v leave, and it is %v that %s waits:\n%s", removed, waits, h.Name, before)
			}
		}
	}
}

func BenchmarkImaginedCluster(b *testing.B) {
	inv := recipestest.Inventory(b, twoNodes)
	for b.Loop() {
		recipestest.Imagine(b, recipestest.Build(b, inv, hapx.Recipe{})).Check()
	}
}
