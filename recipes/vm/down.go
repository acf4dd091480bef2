package vm

import (
	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
)

// Down removes what [Recipe] made: processes, networks and the machines with
// their data, also of machines that the inventory no longer has. The keys stay,
// and so do image and packages unless Purge is set.
type Down struct{ Parameters }

// WithDefaults returns the recipe with every parameter that is not set at its
// default.
func (d Down) WithDefaults() Down {
	d.Parameters = d.withDefaults()
	return d
}

// Build adds one stage.
func (d Down) Build(p *recipes.Play) error {
	parameters := d.withDefaults()
	if err := parameters.check(); err != nil {
		return err
	}
	hypervisor, err := hypervisor(p.Inventory)
	if err != nil {
		return err
	}
	p.Stage("no machines", []inventory.Host{hypervisor}, recipes.RoleFunc(func(h *recipes.Host) error {
		h.Do(parameters.provider().Remove(parameters.empty(), parameters.Purge)...)
		return nil
	}))
	return nil
}
