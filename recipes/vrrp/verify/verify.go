// Package verify looks whether the nodes of vrrp are well. It changes nothing.
//
// Two things are asked. The first is whether the nodes are as vrrp describes
// them: its own tasks are asked what they would change, and each that would
// change anything has failed. The second is whether they work: whether exactly
// one node holds the address, the right one, and the others hear it; whether
// another virtual router is in the way; what keepalived and haproxy say of
// themselves; and whether clients are answered.
//
// What is wrong is told in full, whatever else is wrong: a node that is dead
// keeps nothing from being told of the others.
package verify

import (
	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/internal/health"
	"github.com/hrun-dev/hrun/recipes/keepalived"
	"github.com/hrun-dev/hrun/recipes/vrrp"
)

// Recipe looks at the nodes that vrrp.Recipe makes. Its parameters are those of
// vrrp, and Verify among them is its own.
type Recipe struct{ vrrp.Recipe }

// WithDefaults returns the recipe with every field that is zero at its default.
func (r Recipe) WithDefaults() Recipe {
	r.Recipe = r.Recipe.WithDefaults()
	return r
}

// Build adds the stages of vrrp, and those of [Recipe.Health], all of them as
// surveys.
func (r Recipe) Build(p *recipes.Play) error {
	from := len(p.Stages)
	if err := r.Recipe.Build(p); err != nil {
		return err
	}
	health.Survey(p.Stages[from:])
	return r.Health(p)
}

// Health adds, as surveys, the stages that look whether the nodes work, but not
// those that look whether they are as described. It is for recipes that look on
// their way.
func (r Recipe) Health(p *recipes.Play) error {
	nodes, err := p.Inventory.Group("vrrp")
	if err != nil {
		return err
	}
	r.Recipe = r.Settled()
	routers, err := r.Routers(nodes)
	if err != nil {
		return err
	}
	prober, err := health.Prober(p.Inventory, nodes, r.Verify.From)
	if err != nil {
		return err
	}
	from := len(p.Stages)
	p.Stage("machines", nodes, r.machine())
	p.Stage("router", []inventory.Host{recipes.Operator(p.Inventory)}, r.router(nodes, routers))
	p.Stage("service", []inventory.Host{prober}, r.service(nodes))
	health.Survey(p.Stages[from:])
	return nil
}

// router asks all nodes, and judges their answers together. It is the machine
// that hrun runs on that does so, because it is there whichever node is dead.
func (r Recipe) router(nodes []inventory.Host, routers []keepalived.Named) recipes.Role {
	return recipes.RoleFunc(func(h *recipes.Host) error {
		h.Do(r.holder(nodes, routers), health.Clocks(nodes, r.Verify.Clocks))
		return nil
	})
}
