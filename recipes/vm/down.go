package vm

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
)

// Down removes what [Recipe] made, by the provider that made it: processes,
// networks and the machines with their data, also of machines that the
// inventory no longer has, and their host keys at the operator's. The secrets
// stay, and so do image and packages unless Purge is set.
type Down struct{ Parameters }

// WithDefaults returns the recipe with every parameter that is not set at its
// default.
func (d Down) WithDefaults() Down {
	d.Parameters = d.withDefaults()
	return d
}

// Build adds two stages: on the hypervisor, and on the operator's machine.
func (d Down) Build(p *recipes.Play) error {
	parameters := d.withDefaults()
	if err := parameters.check(); err != nil {
		return err
	}
	if parameters.Provider == isExisting {
		return nil
	}
	hypervisor, err := hypervisorOf(p.Inventory)
	if err != nil {
		return err
	}
	machines, err := p.Inventory.Group("machines")
	var empty *inventory.EmptyGroupError
	if err != nil && !errors.As(err, &empty) {
		return err
	}
	name, known := parameters.chosen(p, hypervisor)
	if !known {
		return nil
	}
	provider, ok := providers()[name]
	if !ok {
		return fmt.Errorf("vm: lab %s has been made by %q, and there is only %s", parameters.Lab, name, names())
	}
	gone := p.Stage("no machines", []inventory.Host{hypervisor}, recipes.RoleFunc(func(h *recipes.Host) error {
		h.Do(provider.Remove(parameters.empty(), parameters.Purge)...)
		return nil
	}))
	gone.Confirm = parameters.loss(machines)
	parameters.forget(p, machines)
	return nil
}

// loss says what is removed, which may be more than the inventory knows of.
func (p Parameters) loss(machines []inventory.Host) string {
	loss := fmt.Sprintf("removes all machines of lab %s with their data", p.Lab)
	if len(machines) == 0 {
		return loss
	}
	called := make([]string, len(machines))
	for i, m := range machines {
		called[i] = m.Name
	}
	return fmt.Sprintf("%s: %s, and any other that it has", loss, strings.Join(called, ", "))
}
