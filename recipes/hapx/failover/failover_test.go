package failover_test

import (
	"fmt"
	"net/netip"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/hapx"
	"github.com/hrun-dev/hrun/recipes/hapx/failover"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

func nodes(t testing.TB) *inventory.Inventory {
	return recipestest.Inventory(t, `
all:
  hosts: {busybox: {}}
  children:
    hapx:
      hosts: {hapx-node01: {hrun_address: 192.168.4.21/27}, hapx-node02: {hrun_address: 192.168.4.22/27}}
      vars: {hrun_via: busybox}
`)
}

// All that is asked before, and at the end, is a look.
func TestLooksBeforeAndAfter(t *testing.T) {
	play := recipestest.Build(t, nodes(t), failover.Recipe{})
	var looks []string
	for _, s := range play.Stages {
		before, after := strings.HasPrefix(s.Name, "before: "), strings.HasPrefix(s.Name, "after: ")
		if s.Survey != (before || after) {
			t.Errorf("stage %s is a survey: %v", s.Name, s.Survey)
		}
		if before {
			looks = append(looks, s.Name)
		}
	}
	if len(looks) < 5 {
		t.Errorf("before there are only %q", looks)
	}
}

// What is asked is what clients ask.
func TestAsks(t *testing.T) {
	secret := hapx.Recipe{VIP: netip.MustParsePrefix("192.168.4.19/27")}
	secret.Proxy.Stats.Bind, secret.Proxy.Stats.Path, secret.Proxy.Stats.Password = "*:8404", "/stats", sh.NewSecret("hunter2")
	none := hapx.Recipe{}
	none.Proxy.NoStats = true
	elsewhere := hapx.Recipe{} // clients cannot see the page
	elsewhere.Proxy.Stats.Bind = "127.0.0.1:32700"
	elsewhere.Proxy.Bind = "*:443"
	for want, r := range map[string]hapx.Recipe{
		"asking http://192.168.4.20:32700/":     {},
		"asking http://192.168.4.19:8404/stats": secret,
		"asking 192.168.4.20:6443":              none,
		"asking 192.168.4.20:443":               elsewhere,
	} {
		play := recipestest.Build(t, nodes(t), failover.Recipe{Recipe: r})
		found := false
		for _, s := range play.Stages {
			for _, h := range s.Hosts {
				for _, w := range h.Work {
					found = found || h.Name == "busybox" && w.Task.String() == want
				}
			}
		}
		if !found {
			t.Errorf("nobody is %s", want)
		}
	}
}

// What everybody knows is no secret: it would be masked in admin.sock, too.
func TestMasksNoOrdinaryWord(t *testing.T) {
	for _, s := range recipestest.Build(t, nodes(t), failover.Recipe{}).Stages {
		for _, h := range s.Hosts {
			for _, w := range h.Work {
				known, _ := w.Task.(tasks.Secretive)
				if known == nil {
					continue
				}
				for _, secret := range known.Secrets() {
					if secret.Reveal() == "admin" {
						t.Errorf("stage %s, %s: admin is a secret", s.Name, w.Task)
					}
				}
			}
		}
	}
}

// The stages of a cluster whose machines hrun has not made.
func Example() {
	host := func(name, address string) inventory.Host {
		return inventory.Host{
			Name: name, Groups: []string{"hapx"}, Address: netip.MustParsePrefix(address),
			Connection: inventory.Connection{Via: []string{"busybox"}},
		}
	}
	inv, err := inventory.New(inventory.Host{Name: "busybox"}, host("hapx-node01", "192.168.4.21/27"), host("hapx-node02", "192.168.4.22/27"))
	if err != nil {
		fmt.Println(err)
		return
	}
	play, err := recipes.Build(inv, nil, failover.Recipe{Recipe: hapx.Recipe{AuthKey: sh.NewSecret(strings.Repeat("x", 256))}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, stage := range play.Stages {
		if strings.HasPrefix(stage.Name, "standby") {
			fmt.Printf("--- %s, on %s\n%s", stage.Name, stage.Hosts[0].Name, recipestest.Outline(stage.Hosts[0]))
		}
	}
	// Output:
	// --- standby: watched, on hapx-node01
	// watching who has 192.168.4.20
	// --- standby: answers, on busybox
	// asking http://192.168.4.20:32700/
	// wait until http://192.168.4.20:32700/ answers after the beginning
	// --- standby, on hapx-node01
	// standby of the active node
	// --- standby: moved, on busybox
	// wait until http://192.168.4.20:32700/ answers after standby
	// --- standby: back, on hapx-node01
	// standby taken back
	// wait until the cluster of hapx-node01, hapx-node02 is healthy
	// --- standby: answers still, on busybox
	// wait until http://192.168.4.20:32700/ answers after standby was taken back
	// --- standby: measured, on busybox
	// outage by standby
	// --- standby: no longer asked, on busybox
	// no longer asking http://192.168.4.20:32700/
	// --- standby: no longer watched, on hapx-node01
	// no longer watching who has 192.168.4.20
}
