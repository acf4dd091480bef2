package upgrade_test

import (
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/hapx"
	"github.com/hrun-dev/hrun/recipes/hapx/upgrade"
	"github.com/hrun-dev/hrun/recipes/recipestest"
)

const twoNodes = `
ungrouped:
  hosts:
    busybox: {}
hapx:
  hosts:
    hapx-node01: {hrun_address: 192.168.4.21/27, hrun_via: busybox}
    hapx-node02: {hrun_address: 192.168.4.22/27, hrun_via: busybox}
`

const (
	software = "packages of the cluster upgraded"
	healthy  = "wait until the cluster of hapx-node01, hapx-node02 is healthy"
	formed   = "wait until the cluster of hapx-node01, hapx-node02 is formed"
	drained  = "wait until this node runs no resources"
)

// answers is what the client has seen: one request of three was lost.
const answers = "100.00 200 0.001 0.002\n100.05 000 0.000 1.000\n100.10 200 0.001 0.002\n"

// imagined is a cluster that serves, and whose sources of packages offer a newer
// haproxy; the first node is the active one.
func imagined(t *testing.T) *recipestest.World {
	t.Helper()
	play := recipestest.Build(t, recipestest.Inventory(t, twoNodes), upgrade.Recipe{})
	world := recipestest.ImagineAfter(t, play, play)
	for rank, node := range []string{"hapx-node02", "hapx-node01"} {
		world.Ranks(node, []string{"0", "1"}[rank])
		world.Prints(node, software, "apt\nhaproxy|2.6|2.7\n")
		world.Prints(node, "-> busybox: asking http://192.168.4.20:32700/", "none\n")
		world.Prints(node, "-> busybox: wait until http://192.168.4.20:32700/ answers after the turn", "not yet\n")
		world.Prints(node, "clients are answered during the turn of "+node, answers)
		world.Then(node, node+" in standby", func() { world.Prints(node, drained, "not yet\n") })
		world.Then(node, software, func() { world.Prints(node, formed, "not yet\n") })
		world.Then(node, "handler restart corosync", func() { world.Prints(node, "handler restart pacemaker", recipes.PaidSince) })
	}
	return world
}

// The passive node goes first, and a second run finds nothing to do.
func TestImaginedUpgrade(t *testing.T) {
	world := imagined(t)
	recipestest.Golden(t, "upgrade.txt", world.Apply())
	if again := world.Check(); again != "" {
		t.Errorf("a second run would do:\n%s", again)
	}
}

// A node whose packages cannot be upgraded stays in standby, and the other one
// as it is; the next run begins with it.
func TestImaginedUpgradeThatBreaks(t *testing.T) {
	world := imagined(t)
	world.FailHalfway("hapx-node02", software, "apt\nhaproxy|half-configured\n")
	recipestest.Golden(t, "broken.txt", world.Apply())
	world.Ranks("hapx-node02", "2") // whatever it is by now
	recipestest.Golden(t, "resumed.txt", world.Apply())
}

// A cluster that is not whole is left alone.
func TestImaginedUpgradeOfAnUnhealthyCluster(t *testing.T) {
	world := imagined(t)
	world.Prints("hapx-node02", healthy, "not yet\n")
	world.Fail("hapx-node02", healthy)
	if done := world.Apply(); strings.Contains(done, "in standby") || strings.Contains(done, software) || !strings.Contains(done, "stopped") {
		t.Errorf("it has\n%s", done)
	}
}

// Clients that wait for too long stop the rolling.
func TestImaginedUpgradeWithAnOutage(t *testing.T) {
	world := imagined(t)
	world.Prints("hapx-node02", "clients are answered during the turn of hapx-node02", "100.00 200 0.001 0.002\n108.00 200 0.001 0.002\n")
	if done := world.Apply(); !strings.Contains(done, "8000 ms without an answer are more than 5000 ms") || strings.Contains(done, "hapx-node01 in standby") {
		t.Errorf("it has\n%s", done)
	}
}

// All packages of the nodes, if that is wanted.
func TestAll(t *testing.T) {
	play := recipestest.Build(t, recipestest.Inventory(t, twoNodes), upgrade.Recipe{Recipe: hapx.Recipe{Upgrade: hapx.Upgrade{All: true}}})
	if outline := recipestest.Outline(play.Stages[1].Hosts[0]); !strings.HasPrefix(outline, "packages upgraded -> ") {
		t.Error(outline)
	}
}

// Where there is an arbiter, no node goes before it votes for the others.
func TestArbiter(t *testing.T) {
	inv := recipestest.Inventory(t, strings.Replace(twoNodes, "busybox: {}", "busybox: {hrun_address: 192.168.4.30/27}", 1))
	play := recipestest.Build(t, inv, upgrade.Recipe{Recipe: hapx.Recipe{Arbiter: "busybox"}})
	turn := play.Stages[1].Hosts[0].Rolling
	if first, second := turn.Before[0].String(), turn.Gate[1].String(); first != "wait until the arbiter votes" || second != first {
		t.Errorf("it begins with %q, and goes on after %q", first, second)
	}
}

// One run can do both: what restarts the daemons is the same to both.
func TestTogetherWithHapx(t *testing.T) {
	play := recipestest.Build(t, recipestest.Inventory(t, twoNodes), hapx.Recipe{}, upgrade.Recipe{})
	if last := play.Stages[len(play.Stages)-1].Name; last != "upgrade" {
		t.Error(last)
	}
}

func TestRefusals(t *testing.T) {
	one, _, _ := strings.Cut(twoNodes, "    hapx-node02")
	for want, c := range map[string]struct {
		inventory string
		upgrade   hapx.Upgrade
	}{
		`group "hapx"`:                             {inventory: "ungrouped: {hosts: {busybox: {}}}"},
		"only where there is another":              {inventory: one},
		"outage: -1s is negative":                  {upgrade: hapx.Upgrade{Outage: -time.Second}},
		"a CacheAge of -1h0m0s is negative":        {upgrade: hapx.Upgrade{Lists: -time.Hour}},
		`"a b" cannot be a source package`:         {upgrade: hapx.Upgrade{Sources: []string{"a b"}}},
		`upgrade: from: there is no host "client"`: {upgrade: hapx.Upgrade{From: "client"}},
		"from: hapx-node01 is a node itself":       {upgrade: hapx.Upgrade{From: "hapx-node01"}},
	} {
		if c.inventory == "" {
			c.inventory = twoNodes
		}
		_, err := recipes.Build(recipestest.Inventory(t, c.inventory), nil, upgrade.Recipe{Recipe: hapx.Recipe{Upgrade: c.upgrade}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}
