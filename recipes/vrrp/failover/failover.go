// Package failover tries the nodes of recipe vrrp: whether the address moves when
// the active node's keepalived is stopped, and when its machine crashes, and for
// how long clients wait meanwhile.
package failover

import (
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/internal/failover"
	"github.com/hrun-dev/hrun/recipes/keepalived"
	"github.com/hrun-dev/hrun/recipes/vrrp"
	"github.com/hrun-dev/hrun/recipes/vrrp/verify"
)

// Recipe tries the nodes that its parameters, those of recipe vrrp, describe; the
// field Failover has the bounds. It does nothing unless all is well before, as
// recipe vrrp/verify sees it, and fails if clients wait for longer than that, if
// two nodes ever have the address, or if the service does not return.
//
// keepalived is started again, and so is a machine that was crashed, also where
// the run is interrupted. Where the address belongs to one of the nodes, it
// comes back there, which its clients may notice once more.
type Recipe struct{ vrrp.Recipe }

// WithDefaults returns the recipe with every parameter that is not set at its
// default.
func (r Recipe) WithDefaults() Recipe {
	r.Recipe = r.Recipe.WithDefaults()
	return r
}

// Build adds the stages of both trials.
func (r Recipe) Build(p *recipes.Play) error {
	nodes, err := p.Inventory.Group("vrrp")
	if err != nil {
		return err
	}
	r.Recipe = r.Settled()
	routers, err := r.Routers(nodes)
	if err != nil {
		return err
	}
	return failover.Trial{
		Parameters: r.Failover,
		Name:       "vrrp",
		Nodes:      nodes,
		Address:    r.VIP.Addr(),
		Request:    failover.Request(r.VIP.Addr(), r.Proxy.WithDefaults()),
		Leaving:    failover.Leaving{Title: "stop", Do: "systemctl stop keepalived", Undo: "systemctl start keepalived"},
		Well:       verify.Recipe{Recipe: r.Recipe}.Build,
		Back:       back(routers),
	}.Build(p)
}

// back waits until the address is where it belongs.
func back(routers []keepalived.Named) recipes.Role {
	return recipes.RoleFunc(func(h *recipes.Host) error {
		for _, n := range routers {
			if n.Host == h.Name {
				h.Do(n.Gate()...)
			}
		}
		return nil
	})
}
