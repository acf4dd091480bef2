// Package failover tries whether a service moves to another node when its own
// node gives it up, and when its machine crashes, and how long its clients wait
// meanwhile. What it finds well it leaves well: whatever it does is taken back,
// by the hosts themselves where the run has ended before (see package
// [github.com/hrun-dev/hrun/tasks/guard]).
package failover

import (
	"errors"
	"net/netip"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/vm"
	"github.com/hrun-dev/hrun/tasks/outage"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Trial is of one service: an address that one of the nodes has, and what
// answers there. The node that has it is the active one.
type Trial struct {
	Parameters

	Name    string // of the recipe, lower-case letters: what is kept on hosts begins with it
	Nodes   []inventory.Host
	Address netip.Addr
	Request outage.Request // of a client, to the address
	Leaving Leaving

	// Well adds the stages that look whether all is as it should be. It is asked
	// for them twice: for before anything is done, and for the end. They are made
	// surveys, and the run ends with the first that anything fails in.
	Well func(p *recipes.Play) error

	// Back waits on a node until the cluster is whole again, after something was
	// taken back or a machine started. It may be nil.
	Back recipes.Role
}

// Leaving is how the active node gives the service up.
type Leaving struct {
	Title string // in words, e.g. "standby"; lower-case letters, digits and blanks

	// Do has the service leave the node that it runs on. Undo lets it come back,
	// also where that is so already; see [guard.Guard.Undo].
	Do, Undo sh.Script
}

// Build adds the stages of both trials. A machine is crashed only after the
// service has moved in good order.
func (t Trial) Build(p *recipes.Play) error {
	t.Parameters = t.Parameters.WithDefaults()
	if err := t.check(); err != nil {
		return err
	}
	from, err := t.asker(p.Inventory)
	if err != nil {
		return err
	}
	machines, known, err := t.machines(p)
	if err != nil || !known {
		return err
	}
	b := build{Trial: t, play: p, from: from, machines: machines}
	b.left()
	if err := b.well("before"); err != nil {
		return err
	}
	b.leave()
	if machines != nil {
		if err := b.crash(); err != nil {
			return err
		}
	}
	return b.well("after")
}

func (t Trial) check() error {
	errs := []error{t.Parameters.check(), t.Request.Validate()}
	if len(t.Nodes) < 2 {
		errs = append(errs, errors.New("failover: it takes two nodes at least"))
	}
	return errors.Join(errs...)
}

// machines returns the hypervisor of the nodes, or nil where none of them is to be
// crashed, as long as it is known.
func (t Trial) machines(p *recipes.Play) (*vm.Hypervisor, bool, error) {
	if t.CrashMachines == no {
		return nil, true, nil
	}
	h, known, err := vm.Of(p)
	if err != nil || !known {
		return nil, known, err
	}
	for _, n := range t.Nodes {
		if _, err := h.StartScript(n.Name); err != nil && t.CrashMachines == yes {
			return nil, true, err
		} else if err != nil {
			p.Warn("no machine is crashed, because hrun has not made %s: only the move in good order is tried", n.Name)
			return nil, true, nil
		}
	}
	return &h, true, nil
}

// build adds the stages.
type build struct {
	Trial
	play     *recipes.Play
	from     inventory.Host // which asks
	machines *vm.Hypervisor // nil: no machine is crashed
}

// well adds the stages that look whether all is well.
func (b build) well(when string) error {
	from := len(b.play.Stages)
	err := b.Well(b.play)
	for _, s := range b.play.Stages[from:] {
		s.Name, s.Survey, s.MaxFail = when+": "+s.Name, true, recipes.Hosts(0)
	}
	return err
}

// stage adds one that stops the run where anything of it fails: what was done is
// then taken back by the hosts.
func (b build) stage(name string, hosts []inventory.Host, roles ...recipes.Role) *recipes.Stage {
	s := b.play.Stage(name, hosts, roles...)
	s.MaxFail = recipes.Hosts(0)
	return s
}
