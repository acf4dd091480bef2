package recipes

import (
	"fmt"

	"github.com/hashicorp/go-multierror"

	"github.com/hrun-dev/hrun/inventory"
)

// Stage is work that many hosts do at once. No host starts a stage before
// every host has finished the one before.
type Stage struct {
	Name   string
	Hosts  []*Host
	Serial int  // hosts at a time; 0 means all
	Once   bool // only the first host that is still well does the work
}

// Stage adds a stage in which every host plays the roles, in order.
func (p *Play) Stage(name string, hosts []inventory.Host, roles ...Role) *Stage {
	s := &Stage{Name: name}
	for _, in := range hosts {
		h := newHost(in)
		for _, r := range roles {
			if err := r.On(h); err != nil {
				h.fault(err)
			}
		}
		for _, err := range h.faults {
			p.faults = multierror.Append(p.faults, fmt.Errorf("stage %s: host %s: %w", name, in.Name, err))
		}
		s.Hosts = append(s.Hosts, h)
	}
	p.Stages = append(p.Stages, s)
	return s
}

// StageOnce adds a stage whose work is done by one host, the first of hosts
// that has not failed before: for work on something that the hosts share.
func (p *Play) StageOnce(name string, hosts []inventory.Host, roles ...Role) *Stage {
	s := p.Stage(name, hosts, roles...)
	s.Once = true
	return s
}
