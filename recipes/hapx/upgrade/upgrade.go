// Package upgrade brings the software of a cluster of hapx to the newest version
// that the nodes' sources of packages offer, one node after the other, while the
// others give the service.
//
// Nodes that run nothing go first, the active one last. Each is put in standby
// first, so that its resources leave it in good order, and taken back when its
// packages are upgraded. The next one goes only when the cluster is healthy
// again and clients are answered. What a turn means for clients is measured all
// the while; it should be nothing, but for the failover when the active node
// goes.
//
// Where anything was upgraded, corosync and pacemaker restart in the turn, so
// that they use what is installed, libraries too; haproxy starts anew when its
// node next becomes the active one. Where the cluster has an arbiter, it must
// vote, or the other nodes could not do without one; its own packages stay as
// they are.
//
// A node whose packages cannot be upgraded stays in standby, and the others
// stay as they are: that is what is safe. So is what a run leaves that was
// killed. The next run begins with that node, and takes it back at the end of
// its turn. A node that somebody else has put in standby is upgraded as well,
// and stays in standby.
package upgrade

import (
	"fmt"
	"slices"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/corosync"
	"github.com/hrun-dev/hrun/recipes/hapx"
	"github.com/hrun-dev/hrun/recipes/internal/failover"
	"github.com/hrun-dev/hrun/recipes/internal/health"
	"github.com/hrun-dev/hrun/recipes/pacemaker"
	"github.com/hrun-dev/hrun/tasks/outage"
	"github.com/hrun-dev/hrun/tasks/packages"
	"github.com/hrun-dev/hrun/tasks/systemd"
)

// Recipe upgrades the nodes of the group "hapx". Its parameters are those of
// hapx, and Upgrade among them is its own.
type Recipe struct{ hapx.Recipe }

// WithDefaults returns the recipe with every field that is zero at its default.
func (r Recipe) WithDefaults() Recipe {
	r.Recipe = r.Recipe.WithDefaults()
	return r
}

// Build adds two stages: new lists of packages on all nodes at once, and then,
// in turn on those that they offer something newer for, the upgrade.
func (r Recipe) Build(p *recipes.Play) error {
	nodes, _, err := r.Nodes(p.Inventory)
	if err != nil {
		return err
	}
	r = r.WithDefaults()
	t, err := r.turns(p.Inventory, nodes)
	if err != nil {
		return err
	}
	lists := p.Stage("lists", nodes, recipes.RoleFunc(func(h *recipes.Host) error {
		h.Do(packages.Lists{CacheAge: r.Upgrade.Lists})
		return nil
	}))
	lists.MaxFail = recipes.Hosts(0)
	p.Stage("upgrade", nodes, recipes.RoleFunc(func(h *recipes.Host) error {
		h.TakeTurns(t.of(h.Name))
		// Packages restart what is theirs, but nothing because of a library.
		restarts := []*recipes.Handler{h.Handler(corosync.Restart, systemd.Restart("corosync")), pacemaker.Restart(h)}
		h.DoThen(newSoftware(r.Upgrade, h.Name), restarts...)
		h.Do(systemd.Running("corosync"), systemd.Running("pacemaker"))
		return nil
	}))
	return nil
}

func (r Recipe) turns(inv *inventory.Inventory, nodes []inventory.Host) (t turns, err error) {
	if len(nodes) < 2 {
		return t, fmt.Errorf("upgrade: a node can be missed only where there is another, and the group hapx has %d", len(nodes))
	}
	if r.Upgrade.Outage < 0 {
		return t, fmt.Errorf("upgrade: outage: %v is negative", r.Upgrade.Outage)
	}
	t = turns{
		cluster: r.Cluster, bound: r.Upgrade.Outage, arbiter: r.Arbiter != "",
		asking: outage.Asking{Name: "hapx-upgrade", Request: failover.Request(r.VIP.Addr(), r.Proxy), Within: time.Hour},
	}
	for _, n := range nodes {
		t.nodes = append(t.nodes, n.Name)
	}
	if t.client, err = health.Prober(inv, nodes, r.Upgrade.From); err != nil {
		return t, fmt.Errorf("upgrade: %w", err)
	}
	if slices.Contains(t.nodes, t.client.Name) {
		return t, fmt.Errorf("upgrade: from: %s is a node itself; name a host that is a client", t.client.Name)
	}
	return t, nil
}
