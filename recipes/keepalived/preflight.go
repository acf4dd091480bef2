package keepalived

import (
	"net/netip"

	"github.com/hrun-dev/hrun/recipes"
)

// Preflight is the role of a host that is about to be a router. It changes
// nothing, and fails where the router could not work, or would do harm: as the
// first role of the host it sees to it that nothing has been changed there by
// then. See [Interface] and [Unclaimed].
type Preflight struct {
	Interface string         // that VRRP is to be spoken on
	VIPs      []netip.Prefix // that the routers are to hold
	Peers     []netip.Addr   // addresses of the other routers on that interface
}

// On looks for the interface first.
func (p Preflight) On(h *recipes.Host) error {
	h.Do(Interface{p.Interface})
	for _, v := range p.VIPs {
		h.Do(Unclaimed{Address: v.Addr(), Interface: p.Interface, Peers: p.Peers})
	}
	return nil
}
