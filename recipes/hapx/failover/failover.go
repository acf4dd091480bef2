// Package failover tries a cluster of recipe hapx: whether its service moves when
// the active node goes to standby, and when its machine crashes, and for how long
// clients wait meanwhile.
package failover

import (
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/hapx"
	"github.com/hrun-dev/hrun/recipes/hapx/verify"
	"github.com/hrun-dev/hrun/recipes/internal/failover"
	"github.com/hrun-dev/hrun/recipes/pacemaker"
)

// Recipe tries the cluster that its parameters, those of recipe hapx, describe;
// the field Failover has the bounds. It does nothing unless all is well before,
// and fails if clients wait for longer than that, if two nodes ever have the
// address, or if the service does not return.
//
// The active node is in standby until its pacemaker ends at the latest, and not
// in the cluster's configuration. It comes back from there, and a machine that was
// crashed is started again, also where the run is interrupted.
type Recipe struct{ hapx.Recipe }

// WithDefaults returns the recipe with every parameter that is not set at its
// default.
func (r Recipe) WithDefaults() Recipe {
	r.Recipe = r.Recipe.WithDefaults()
	return r
}

// Build adds the stages of both trials.
func (r Recipe) Build(p *recipes.Play) error {
	nodes, _, err := r.Nodes(p.Inventory)
	if err != nil {
		return err
	}
	r = r.WithDefaults()
	var names []string
	for _, n := range nodes {
		names = append(names, n.Name)
	}
	return failover.Trial{
		Parameters: r.Failover,
		Name:       "hapx",
		Nodes:      nodes,
		Address:    r.VIP.Addr(),
		Request:    failover.Request(r.VIP.Addr(), r.Proxy),
		Leaving:    failover.Leaving{Title: "standby", Do: pacemaker.Leave(), Undo: pacemaker.Return()},
		Well:       verify.Recipe{Recipe: r.Recipe}.Build,
		Back: recipes.RoleFunc(func(h *recipes.Host) error {
			h.Do(pacemaker.Healthy(names, r.Failover.Return))
			return nil
		}),
	}.Build(p)
}
