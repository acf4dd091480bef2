// Package preflight looks, before anything is changed on any host, whether the
// hosts can be what they are to be: nodes that share addresses. Its tasks change
// nothing, and fail with the reason.
package preflight

import (
	"net/netip"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Node is the role of a host that is about to share addresses with others. It
// is for a stage of its own that comes first: see [First].
type Node struct {
	Interface string         // that carries the addresses
	Own       netip.Addr     // of the node, at which the others reach it on that interface
	VIPs      []netip.Prefix // that the nodes share
	Peers     []netip.Addr   // of the other nodes on that interface

	// Decided is, for a VIP, the script of [Unclaimed] of that name. Nil means
	// that nothing decides yet.
	Decided func(netip.Addr) sh.Script

	Clock time.Duration // see [Clock]; negative: the clock may show anything
}

// On looks for the interface first: what else is asked depends on it.
func (n Node) On(h *recipes.Host) error {
	h.Do(Interface{Name: n.Interface, Own: n.Own, VIPs: n.VIPs})
	for _, v := range n.VIPs {
		u := Unclaimed{Address: v.Addr(), Interface: n.Interface, Peers: n.Peers}
		if n.Decided != nil {
			u.Decided = n.Decided(v.Addr())
		}
		h.Do(u)
	}
	if n.Clock >= 0 {
		h.Do(Clock{Within: n.Clock})
	}
	return nil
}

// First adds the stage "preflight", in which hosts play roles that only look.
// Where one is unfit, nothing is done on any of them. One that cannot be reached
// is not unfit: the others go on without it.
func First(p *recipes.Play, hosts []inventory.Host, roles ...recipes.Role) *recipes.Stage {
	s := p.Stage("preflight", hosts, roles...)
	s.Survey, s.MaxFail, s.Unreachable = true, recipes.Hosts(0), recipes.PassUnreachable()
	return s
}
