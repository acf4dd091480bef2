package hapx_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/hapx"
	"github.com/hrun-dev/hrun/recipes/recipestest"
)

const withArbiter = `
bastions:
  hosts:
    busybox: {hrun_address: 192.168.4.30/27}
    unaddressed: {}
    twin: {hrun_address: 192.168.4.22/27}
    floating: {hrun_address: 192.168.4.20/27}
` + twoNodes

// dated is what certificates have from the clock.
var dated = regexp.MustCompile(`(?m)(from|until|fingerprint) [0-9A-Z:-]+$`)

// The arbiter is there before corosync counts its vote, and is asked once
// corosync knows of it; the way back leaves nothing. A second run of each
// changes nothing.
func TestImaginedClusterGetsAnArbiterAndLosesIt(t *testing.T) {
	inv := recipestest.Inventory(t, withArbiter)
	without, with := hapx.Recipe{}, hapx.Recipe{Arbiter: "busybox"}
	for name, way := range map[string][2]hapx.Recipe{"on": {without, with}, "off": {with, without}} {
		world := recipestest.ImagineAfter(t, recipestest.Build(t, inv, way[0]), recipestest.Build(t, inv, way[1]))
		world.Ranks("hapx-node01", "1")
		recipestest.Golden(t, "arbiter-"+name+".txt", dated.ReplaceAllString(world.Apply(), "$1 (of today)"))
		if left := world.Check(); left != "" {
			t.Errorf("%s: a second run would do:\n%s", name, left)
		}
	}
}

// A node that leaves asks the arbiter no more. The unit would start corosync
// along with itself when the machine boots.
func TestImaginedNodeLeavesItsArbiterToo(t *testing.T) {
	inv := recipestest.Inventory(t, withArbiter+"    hapx-node03: {hrun_address: 192.168.4.23/27}\n")
	with := hapx.Recipe{Arbiter: "busybox"}
	without := with
	without.Removed = []string{"hapx-node03"}
	world := recipestest.ImagineAfter(t, recipestest.Build(t, inv, with), recipestest.Build(t, inv, without))
	world.Ranks("hapx-node01", "1")
	_, done, _ := strings.Cut(world.Apply(), "stage leave\n")
	done, _, _ = strings.Cut(done, "\nstage ")
	if want := "unit corosync-qdevice\n      boot: enabled -> disabled"; !strings.Contains(done, want) {
		t.Errorf("%q is not done:\n%s", want, done)
	}
}

// An arbiter whose clock is off takes no certificate: that is seen before a node
// counts its vote. Nodes are looked at as ever, and no clock where none counts.
func TestArbitersClockIsLookedAtFirst(t *testing.T) {
	inv := recipestest.Inventory(t, withArbiter)
	look := func(clock time.Duration) string {
		var seen []string
		for _, s := range recipestest.Build(t, inv, hapx.Recipe{Arbiter: "busybox", Clock: clock}).Stages {
			if !s.Survey {
				break
			}
			for _, h := range s.Hosts {
				if h.Name == "busybox" && s.MaxFail == recipes.Hosts(0) && s.Unreachable == recipes.PassUnreachable() {
					seen = append(seen, recipestest.Outline(h))
				}
			}
		}
		return strings.Join(seen, "")
	}
	if got := look(0); got != "the clock is right\n" {
		t.Errorf("before anything is done the arbiter is asked for %q", got)
	}
	if got := look(-1); got != "" {
		t.Errorf("where clocks may show anything the arbiter is asked for %q", got)
	}
}

func TestArbitersAreRefused(t *testing.T) {
	yes := true
	for want, change := range map[string]func(*hapx.Recipe){
		"arbiter: there is no host nobody in the inventory":               func(r *hapx.Recipe) { r.Arbiter = "nobody" },
		"arbiter: hapx-node01 is a node of the cluster":                   func(r *hapx.Recipe) { r.Arbiter = "hapx-node01" },
		"arbiter: host unaddressed has no hrun_address":                   func(r *hapx.Recipe) { r.Arbiter = "unaddressed" },
		"arbiter: hosts twin and hapx-node02 have the same address":       func(r *hapx.Recipe) { r.Arbiter = "twin" },
		"arbiter: host floating has the VIP for its address":              func(r *hapx.Recipe) { r.Arbiter = "floating" },
		"arbiter: corosync: two_node lets each of two nodes go on":        func(r *hapx.Recipe) { r.Corosync.TwoNode = &yes },
		"arbiter: a certificate for 1m0s is of no use":                    func(r *hapx.Recipe) { r.Device.Valid = time.Minute },
		"arbiter: timeouts of 500ms and 2.5s: want 2 s at least":          func(r *hapx.Recipe) { r.Device.Timeout = 500 * time.Millisecond },
		"arbiter: hapx-node09 is to leave the cluster: it can be the arb": func(r *hapx.Recipe) { r.Arbiter, r.Removed = "hapx-node09", []string{"hapx-node09"} },
	} {
		r := hapx.Recipe{Arbiter: "busybox"}
		change(&r)
		inv := recipestest.Inventory(t, withArbiter+"    hapx-node09: {hrun_address: 192.168.4.29/27}\n")
		if !strings.Contains(want, "hapx-node09") {
			inv = recipestest.Inventory(t, withArbiter)
		}
		if _, err := recipes.Build(inv, nil, r); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}
