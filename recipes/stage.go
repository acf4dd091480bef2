package recipes

import (
	"errors"
	"fmt"
	"reflect"

	"github.com/hashicorp/go-multierror"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/tasks"
)

// Stage is work that many hosts do at once. No host starts a stage before
// every host has finished the one before.
type Stage struct {
	Name   string
	Hosts  []*Host
	Serial Batches // hosts at a time; nil means all at once
	Once   bool    // only the first host that is still well does the work, once per run

	// MaxFail is how many hosts may fail in this stage before it is stopped:
	// once more have, no further host begins, those at work finish what they
	// do, and no later stage begins on any host, because it would build on
	// what is half done. Hosts(0) stops at the first failure. The zero Size
	// means Hosts(0) where the stage is serial, and otherwise never: the hosts
	// that are well then go on. A percentage is of the hosts of the stage that
	// the run works on, and must be exceeded.
	MaxFail Size

	// Survey makes it a stage that only looks, and changes nothing. Every task is
	// judged for itself, whatever has become of the others: one that differs has
	// failed, as has one that cannot be judged. So has a handler that is owed,
	// and a turn at a [Rolling] that was begun and has not ended. All hosts are
	// looked at at once: Serial, turns, Confirm and Creates mean nothing here.
	//
	// What fails in a survey keeps no host from later surveys. Before the first
	// stage that is none it counts like any failure, and so does MaxFail: with
	// Hosts(0), nothing is begun unless all is as described. A play of surveys
	// alone takes no lock on any host.
	Survey bool

	Unreachable Unreachable // what becomes of hosts that cannot be reached in this stage; zero: as the recipe says

	// Creates are the hosts that may not exist before the stage is done, such
	// as the machines that a hypervisor, which works in it, is to make. What
	// it has to do for one of them may start it again: each is reached anew
	// then. Where it fails on a host of its own, later stages skip them all.
	//
	// A check calls none of them unreachable as long as the stage has anything
	// to do: what later stages would do there is waiting.
	Creates []inventory.Host

	// Confirm says, for a person, what a run with the stage destroys, such as
	// "removes the machines busybox and hapx-node01 with their data". The
	// command asks before anything is done; the runner by itself does not.
	// Empty means that nothing that matters is lost.
	Confirm string
}

// Stage adds a stage in which every host plays the roles, in order.
func (p *Play) Stage(name string, hosts []inventory.Host, roles ...Role) *Stage {
	s := &Stage{Name: name}
	seen := map[string]bool{}
	for _, in := range hosts {
		h := newHost(in)
		h.play = p
		if seen[in.Name] {
			h.fault(errors.New("it is named twice in one stage"))
		}
		seen[in.Name] = true
		for _, r := range roles {
			if err := r.On(h); err != nil {
				h.fault(err)
			}
		}
		h.checkHandlers()
		h.dropRolling()
		h.merge()
		p.know(h)
		for _, err := range h.faults {
			p.faults = multierror.Append(p.faults, fmt.Errorf("stage %s: host %s: %w", name, in.Name, err))
		}
		s.Hosts = append(s.Hosts, h)
	}
	p.Stages = append(p.Stages, s)
	return s
}

// know keeps the handlers of all stages: the debt on the host is known by the
// name alone, so one name must mean one action there.
func (p *Play) know(h *Host) {
	if p.actions == nil {
		p.actions, p.rollings = map[[2]string]tasks.Action{}, map[[2]string]*Rolling{}
	}
	for _, hd := range h.Handlers {
		key := [2]string{h.Name, hd.Name}
		if known, ok := p.actions[key]; ok && !reflect.DeepEqual(known, hd.Action) {
			h.fault(fmt.Errorf("another stage has a different handler called %q", hd.Name))
		}
		p.actions[key] = hd.Action
	}
	for _, r := range h.rollings() {
		key := [2]string{h.Name, r.Name}
		if known, ok := p.rollings[key]; ok && !reflect.DeepEqual(known, r) {
			h.fault(fmt.Errorf("another stage has a different Rolling called %q", r.Name))
		}
		p.rollings[key] = r
	}
}

// StageOnce adds a stage whose work is done by one host, the first of hosts
// that has not failed before: for work on something that the hosts share.
func (p *Play) StageOnce(name string, hosts []inventory.Host, roles ...Role) *Stage {
	s := p.Stage(name, hosts, roles...)
	s.Once = true
	return s
}
