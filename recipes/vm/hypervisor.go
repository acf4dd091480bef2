package vm

import (
	"errors"
	"fmt"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/vm/lab"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Hypervisor is where the machines of an inventory were made, for recipes that
// try what becomes of a cluster when one of its machines crashes. The zero
// value is for machines that are simply there, of which it can crash none.
type Hypervisor struct {
	Host inventory.Host // that the tasks and scripts are for

	lab      lab.Lab
	provider lab.Provider // nil if there is no lab
}

// NotMadeError says that a machine is not one that hrun has made, or not one
// that it can crash and start again.
type NotMadeError struct{ Machine string }

func (e *NotMadeError) Error() string {
	return fmt.Sprintf("vm: %s is not a machine that was made by hrun, which could crash it and start it again", e.Machine)
}

// Of returns the hypervisor of the play's inventory: of the lab that the
// inventory's own parameters of vm describe. Only what the hypervisor says it
// has made as that lab is ever touched. As long as it has not been asked, known
// is false; the recipe should then return, because it is built again.
func Of(play *recipes.Play) (h Hypervisor, known bool, err error) {
	r := Recipe{}.WithDefaults()
	if err := play.Inventory.Parameters("vm", &r); err != nil {
		return h, false, err
	}
	p := r.withDefaults()
	machines, err := play.Inventory.Group("machines")
	if none(err) || p.Provider == isExisting {
		return h, true, nil
	}
	if err != nil {
		return h, false, err
	}
	if _, err := play.Inventory.Group("hypervisors"); none(err) {
		return h, true, nil
	}
	return p.hypervisor(play, machines)
}

// none reports whether an error says that there is no such group, or nobody in
// it.
func none(err error) bool {
	var empty *inventory.EmptyGroupError
	return errors.As(err, &empty)
}

// hypervisor describes the lab as [Recipe] does, for the provider that made it.
func (p Parameters) hypervisor(play *recipes.Play, machines []inventory.Host) (h Hypervisor, known bool, err error) {
	if err := p.check(); err != nil {
		return h, false, err
	}
	particular, err := p.particulars(machines)
	if err != nil {
		return h, false, err
	}
	host, err := hypervisorOf(play.Inventory)
	if err != nil {
		return h, false, err
	}
	if err := p.checkMachines(machines, particular, host); err != nil {
		return h, false, err
	}
	name, known := p.made().On(play, host)
	if !known {
		return h, false, nil
	}
	provider, ok := providers()[name]
	if !ok {
		return h, true, nil
	}
	keys, err := p.access(play, machines)
	if err != nil {
		return h, false, err
	}
	s := seeder{Parameters: p, machines: machines, access: keys, dir: play.Inventory.Dir(), vlans: provider.OwnKernel()}
	l, err := p.describe(machines, particular, host.Name, s, name)
	if err != nil {
		return h, false, err
	}
	return Hypervisor{Host: host, lab: l, provider: provider}, true, nil
}

// crasher returns what crashes the machine, and its description.
func (h Hypervisor) crasher(machine string) (lab.Crasher, lab.Machine, error) {
	crasher, can := h.provider.(lab.Crasher)
	for _, m := range h.lab.Machines {
		if can && m.Name == machine {
			return crasher, m, nil
		}
	}
	return nil, lab.Machine{}, &NotMadeError{machine}
}

// CanCrash reports whether the machine is one that can be crashed and started
// again.
func (h Hypervisor) CanCrash(machine string) bool {
	_, _, err := h.crasher(machine)
	return err == nil
}

// Crash returns the task, of the hypervisor, that ends the machine as a power
// failure would. The error is a [*NotMadeError].
func (h Hypervisor) Crash(machine string) (tasks.Task, error) {
	crasher, m, err := h.crasher(machine)
	if err != nil {
		return nil, err
	}
	return crasher.Crash(h.lab, m), nil
}

// Start returns the tasks, of the hypervisor, that start the machine if it is
// off, and wait until it has booted and the port leads to it. They are those
// of [Recipe], so that they also find a machine that is not what the inventory
// describes: as a survey before a crash, they say whether it could be started
// again. The stage that does them creates the machine, see
// [recipes.Stage]. The error is a [*NotMadeError].
func (h Hypervisor) Start(machine string) ([]tasks.Task, error) {
	_, m, err := h.crasher(machine)
	if err != nil {
		return nil, err
	}
	return append(h.provider.Machine(h.lab, m), h.provider.Ready(h.lab, m)...), nil
}

// StartScript returns the script, for the hypervisor, that starts the machine
// if it is off, without waiting for it: for what must happen even where the
// run has ended by then. The error is a [*NotMadeError].
func (h Hypervisor) StartScript(machine string) (sh.Script, error) {
	crasher, m, err := h.crasher(machine)
	if err != nil {
		return "", err
	}
	return crasher.Start(h.lab, m), nil
}
