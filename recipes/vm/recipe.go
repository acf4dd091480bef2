package vm

import (
	"fmt"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/recipes/vm/nspawn"
)

// Recipe makes the machines of the group "machines" on the hypervisor, which
// is the one host of the group "hypervisors", and waits until all of them can
// be logged in to. A machine that was switched off is switched on; one whose
// description changed is an error, because it may hold data.
//
// Its keys are those that the inventory names for the machines, and are made
// if they are not there. Machines that the inventory no longer has stay.
type Recipe struct{ Parameters }

// WithDefaults returns the recipe with every parameter that is not set at its
// default.
func (r Recipe) WithDefaults() Recipe {
	r.Parameters = r.withDefaults()
	return r
}

// Build adds one stage.
func (r Recipe) Build(p *recipes.Play) error {
	parameters := r.withDefaults()
	if err := parameters.check(); err != nil {
		return err
	}
	hypervisor, err := hypervisor(p.Inventory)
	if err != nil {
		return err
	}
	machines, err := p.Inventory.Group("machines")
	if err != nil {
		return err
	}
	if err := parameters.checkMachines(machines); err != nil {
		return err
	}
	l, err := parameters.describe(machines)
	if err != nil {
		return err
	}
	p.Stage("machines", []inventory.Host{hypervisor}, role(l, parameters.provider()))
	return nil
}

// role orders the work: all machines boot at once, before the first is waited
// for.
func role(l lab.Lab, provider lab.Provider) recipes.RoleFunc {
	return func(h *recipes.Host) error {
		h.Do(provider.Prepare(l)...)
		h.Do(Key{Path: l.Keys.Operator}, Key{Path: l.Keys.CA})
		if len(l.Keys.CertifiedAs) > 0 {
			h.Do(Certificate{Key: l.Keys.Operator, CA: l.Keys.CA, Users: l.Keys.CertifiedAs})
		}
		known := KnownHosts{File: l.Keys.KnownHosts}
		for _, m := range l.Machines {
			h.Do(provider.Machine(l, m)...)
			known.Hosts = append(known.Hosts, KnownHost{Names: m.KnownAs, Key: l.HostKey(m.Name) + ".pub"})
		}
		h.Do(known)
		for _, m := range l.Machines {
			h.Do(provider.Ready(l, m)...)
		}
		return nil
	}
}

// provider returns what makes the machines. Parameters have been checked.
func (p Parameters) provider() lab.Provider { return nspawn.Provider{} }

// hypervisor returns the host that the machines are made on. It is this
// machine: the keys are made there, and the way into the lab is its 127.0.0.1.
func hypervisor(inv *inventory.Inventory) (inventory.Host, error) {
	hosts, err := inv.Group("hypervisors")
	if err != nil {
		return inventory.Host{}, err
	}
	if len(hosts) != 1 || hosts[0].Connection.Kind != inventory.Local {
		return inventory.Host{}, fmt.Errorf("vm: the group hypervisors must have one host, with ansible_connection: local")
	}
	return hosts[0], nil
}
