// Package verify looks whether a cluster of hapx is well. It changes nothing.
//
// Two things are asked. The first is whether the nodes are as hapx describes
// them: its own tasks are asked what they would change, and each that would
// change anything has failed. The second is whether the cluster works: whether
// the nodes see each other, whether one of them holds the address, what the
// cluster has to say of its resources, what haproxy says of its servers, and
// whether clients are answered.
//
// What is wrong is told in full, whatever else is wrong: a node that is dead
// keeps nothing from being told of the others.
package verify

import (
	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/hapx"
	"github.com/hrun-dev/hrun/recipes/internal/health"
)

// Recipe looks at the cluster that hapx.Recipe makes. Its parameters are those of
// hapx, and Verify among them is its own.
type Recipe struct{ hapx.Recipe }

// WithDefaults returns the recipe with every field that is zero at its default.
func (r Recipe) WithDefaults() Recipe {
	r.Recipe = r.Recipe.WithDefaults()
	return r
}

// concern is a part of the cluster that can be asked for itself: it adds the
// stages that look at it. It need not make them surveys.
type concern func(p *recipes.Play, nodes []inventory.Host) error

// concerns lists what is asked of a cluster that is as described, in the order
// in which it is told. Each has a file of its own.
func (r Recipe) concerns() []concern {
	return []concern{
		r.machines,
		r.links,
		r.cluster,
		r.fencing,
		r.arbiter,
		r.service,
	}
}

// Build adds the stages of hapx, and those of [Recipe.Health], all of them as
// surveys.
func (r Recipe) Build(p *recipes.Play) error {
	return survey(p, r.described, r.Health)
}

// Health adds, as surveys, the stages that look whether the cluster works, but
// not those that look whether the nodes are as described. It is for recipes that
// look on their way.
func (r Recipe) Health(p *recipes.Play) error {
	nodes, _, err := r.Nodes(p.Inventory)
	if err != nil {
		return err
	}
	r = r.WithDefaults()
	var adds []func(*recipes.Play) error
	for _, c := range r.concerns() {
		adds = append(adds, func(p *recipes.Play) error { return c(p, nodes) })
	}
	return survey(p, adds...)
}

// survey makes surveys of the stages that are added.
func survey(p *recipes.Play, adds ...func(*recipes.Play) error) error {
	from := len(p.Stages)
	for _, add := range adds {
		if err := add(p); err != nil {
			return err
		}
	}
	health.Survey(p.Stages[from:])
	return nil
}
