// Package containertest lends tests of recipes real hosts: containers of Debian
// 12 with systemd and sshd, which are made for one test and removed after it.
// [github.com/hrun-dev/hrun/recipes/recipestest] needs none, and is a thousand
// times as fast; what only a real host can say is whether scripts do what they
// should.
//
// It needs root, systemd-nspawn and a few more of Debian's packages; a test on a
// machine that lacks any of this fails, and says what to install. The image is
// made once, which takes a minute or two, and kept in /var/cache/hrun; after
// that a container is there within seconds.
package containertest

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/recipes/secrets"
	"github.com/hrun-dev/hrun/recipes/vm"
	"github.com/hrun-dev/hrun/runner"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Containers are the hosts of an inventory.
type Containers struct {
	// Inventory is the test's, with a way to each of the hosts.
	Inventory *inventory.Inventory

	t    testing.TB
	keys *secrets.Store // that the containers are entered with
}

// Start makes a container for every host of the inventory, which is YAML or INI
// and says nothing of how hosts are reached. They are called as there, and log
// in a user who may do all by sudo. A host has the address in hrun_address, or
// one in 192.168.99.0/24; nothing leads out of the network of the containers.
//
// Lab, Provider and State of the parameters are Start's own; the zero value is good for
// most tests. Packages are what can be installed besides what the containers
// have; they are fetched once. Whatever becomes of the test, the containers are
// removed at its end, unless its process is killed.
func Start(t testing.TB, hosts string, p vm.Parameters) *Containers {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Fatal("containers can only be made by root: run the test as root, or imagine the hosts (see recipestest.Imagine)")
	}
	var id [5]byte
	_, _ = rand.Read(id[:]) // never fails
	p.Lab = "test" + hex.EncodeToString(id[:])
	dir, err := os.MkdirTemp("", "hrun-"+p.Lab+"-")
	if err != nil {
		t.Fatal(err)
	}
	used := false
	t.Cleanup(func() { // after all containers
		if used {
			return
		}
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	p.Provider, p.State = "nspawn", filepath.Join(dir, "labs")
	known, lab := load(t, dir, hosts)
	c := &Containers{Inventory: known, t: t, keys: secrets.New(filepath.Join(dir, "secrets"), false)}
	t.Cleanup(func() {
		if _, err := c.carryOut(lab, c.keys, vm.Down{Parameters: p}); err != nil {
			used = true
			t.Errorf("containers may be left in %s: %v", dir, err)
		}
	})
	if _, err := c.carryOut(lab, c.keys, vm.Recipe{Parameters: p}); err != nil {
		t.Fatal(err)
	}
	return c
}

// Apply carries the recipes out and returns how many tasks have changed
// something, on all hosts together. Secrets are those of [recipestest.Secrets].
// A run that fails ends the test, which also logs what was changed.
func (c *Containers) Apply(rs ...recipes.Recipe) (changed int) {
	c.t.Helper()
	summary, err := c.Try(rs...)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, counts := range summary.Hosts {
		changed += counts.Changed
	}
	return changed
}

// Try is as Apply, for runs that may fail.
func (c *Containers) Try(rs ...recipes.Recipe) (report.Summary, error) {
	c.t.Helper()
	return c.carryOut(c.Inventory, recipestest.Secrets(), rs...)
}

// Sh runs a script as root on the host, and returns what it prints. One that
// fails ends the test.
func (c *Containers) Sh(host string, script sh.Script) string {
	c.t.Helper()
	h, ok := c.Inventory.Host(host)
	if !ok {
		c.t.Fatalf("there is no host %q", host)
	}
	var result runner.ExecResult
	err := c.Runner().Exec(c.t.Context(), []inventory.Host{h}, script, func(r runner.ExecResult) { result = r })
	if err != nil || result.Err != nil || result.Status != 0 {
		c.t.Fatalf("%s: %s: %v %v: status %d: %s", host, script, err, result.Err, result.Status, result.Stderr)
	}
	return result.Stdout
}

// Runner returns a runner that reaches the containers and logs what it changes,
// for runs of another kind, as in check mode.
func (c *Containers) Runner() *runner.Runner {
	return &runner.Runner{Dialer: newDialer(c.keys), Reporter: report.Func(func(e report.Event) {
		switch {
		case e.Err != nil:
			c.t.Logf("%s: %s: %s: %v %s", e.Host, e.Task, e.Result, e.Err, e.Stderr)
		case e.Kind == report.Task && e.Result != report.OK:
			c.t.Logf("%s: %s: %s", e.Host, e.Task, e.Result)
		}
	})}
}

// carryOut carries recipes out; the end of the test does not interrupt it.
func (c *Containers) carryOut(inv *inventory.Inventory, store recipes.Secrets, rs ...recipes.Recipe) (report.Summary, error) {
	ctx := context.WithoutCancel(c.t.Context())
	return c.Runner().Apply(ctx, func(known recipes.Facts) (*recipes.Play, error) {
		return recipes.BuildKnowing(known, inv, store, rs...)
	})
}
