package hapx

import (
	"net/netip"
	"slices"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/corosync"
	"github.com/hrun-dev/hrun/recipes/pacemaker"
	"github.com/hrun-dev/hrun/recipes/preflight"
)

// preflight adds the stages that only look. An arbiter must have the right clock
// too, or it takes no certificate.
func (r Recipe) preflight(p *recipes.Play, nodes, removed []inventory.Host, member corosync.Member) {
	preflight.First(p, nodes, r.fit(slices.Concat(nodes, removed)), corosync.Membership{Member: member, Removed: r.Removed})
	if host, known := p.Inventory.Host(r.Arbiter); known && r.Clock >= 0 {
		s := preflight.First(p, []inventory.Host{host}, recipes.RoleFunc(func(h *recipes.Host) error {
			h.Do(preflight.Clock{Within: r.Clock})
			return nil
		}))
		s.Name = "preflight of the arbiter"
	}
}

// fit is the role of a node before anything is changed on any: whether it can
// be one. The nodes are also those that are to leave, which may hold the VIP.
func (r Recipe) fit(nodes []inventory.Host) recipes.Role {
	return recipes.RoleFunc(func(h *recipes.Host) error {
		look := preflight.Node{
			Interface: r.NIC, Own: h.Address.Addr(), VIPs: []netip.Prefix{r.VIP}, Decided: pacemaker.Decides, Clock: r.Clock,
		}
		for _, n := range nodes {
			if n.Name != h.Name {
				look.Peers = append(look.Peers, n.Address.Addr())
			}
		}
		return look.On(h)
	})
}
