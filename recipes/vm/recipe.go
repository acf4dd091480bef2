package vm

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/cloudinit"
	"github.com/hrun-dev/hrun/recipes/vm/hypervisor"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
)

// Recipe makes the machines of the group "machines" on the hypervisor, which
// is the one host of the group "hypervisors", and waits until all of them have
// configured themselves. A machine that was switched off is switched on; one
// that is described differently now is an error, because it may hold data.
//
// All keys come from the store of secrets: the host key of each machine, which
// is on record at the operator's before anything connects to it, and the
// authority whose certificates it trusts, which is the secret that hrun_ssh_ca
// names. Machines that the inventory no longer has stay.
type Recipe struct{ Parameters }

// WithDefaults returns the recipe with every parameter that is not set at its
// default.
func (r Recipe) WithDefaults() Recipe {
	r.Parameters = r.withDefaults()
	return r
}

// Build adds three stages: the machines, on the hypervisor; their host keys,
// on the operator's machine; and their first boot.
func (r Recipe) Build(p *recipes.Play) error {
	parameters := r.withDefaults()
	if err := parameters.check(); err != nil {
		return err
	}
	machines, err := p.Inventory.Group("machines")
	if err != nil {
		return err
	}
	particular, err := parameters.particulars(machines)
	if err != nil {
		return err
	}
	var instances map[string]string
	if parameters.Provider != isExisting {
		if instances, err = parameters.make(p, machines, particular); err != nil || instances == nil {
			return err
		}
	}
	parameters.firstBoot(p, machines, particular, instances)
	return nil
}

// make adds the stages that are for machines which are made, and returns what
// these configure themselves as. It does nothing, and returns nil, as long as
// the hypervisor has not been asked what it is fit for.
func (p Parameters) make(play *recipes.Play, machines []inventory.Host, particular map[string]Machine) (instances map[string]string, err error) {
	host, err := hypervisorOf(play.Inventory)
	if err != nil {
		return nil, err
	}
	if err := p.checkMachines(machines, particular, host); err != nil {
		return nil, err
	}
	name, known := p.choose(play, host)
	if !known {
		return nil, nil
	}
	provider, ok := providers()[name]
	if !ok {
		return nil, fmt.Errorf("vm: there is no provider %q, only %s", name, names())
	}
	keys, err := p.access(play, machines)
	if err != nil {
		return nil, err
	}
	s := seeder{Parameters: p, machines: machines, access: keys, dir: play.Inventory.Dir(), vlans: provider.OwnKernel()}
	l, err := p.describe(machines, particular, host.Name, s, name)
	if err != nil {
		return nil, err
	}
	made := play.Stage("machines", []inventory.Host{host}, role(l, provider, name))
	made.Creates = machines
	p.record(play, machines, keys)
	instances = map[string]string{}
	for _, m := range l.Machines {
		instances[m.Name] = m.Seed.Instance()
	}
	return instances, nil
}

// role orders the work: all machines boot at once, before the first is waited
// for.
func role(l lab.Lab, provider lab.Provider, name string) recipes.RoleFunc {
	return func(h *recipes.Host) error {
		prepare, claim := provider.Prepare(l), hypervisor.Claim{Lab: l.Name, Dir: l.Dir(), Provider: name}
		h.Do(prepare[0], hypervisor.Unclaimed{Claim: claim})
		if given := l.Given(); len(given) > 0 && provider.OwnKernel() {
			h.Do(cloudinit.Schema{Seeds: given}) // by the hypervisor's own cloud-init: that of the image is on a disk
		}
		network := max(1, len(prepare)-1) // what [Down] must find, if nothing else is made
		h.Do(prepare[1:network]...)
		h.Do(claim)
		h.Do(prepare[network:]...)
		for _, m := range l.Machines {
			h.Do(provider.Machine(l, m)...)
		}
		for _, m := range l.Machines {
			if !m.Off {
				h.Do(provider.Ready(l, m)...)
			}
		}
		return nil
	}
}

// hypervisorOf returns the host that the machines are made on.
func hypervisorOf(inv *inventory.Inventory) (inventory.Host, error) {
	hosts, err := inv.Group("hypervisors")
	var empty *inventory.EmptyGroupError
	switch {
	case errors.As(err, &empty):
		return inventory.Host{}, fmt.Errorf("vm: %w; name the host that makes the machines, or set provider: existing for machines that are there", err)
	case err != nil:
		return inventory.Host{}, err
	case len(hosts) != 1:
		called := make([]string, len(hosts))
		for i, h := range hosts {
			called[i] = h.Name
		}
		return inventory.Host{}, fmt.Errorf("vm: the group hypervisors has %s; it must have one host", strings.Join(called, ", "))
	}
	return hosts[0], nil
}
