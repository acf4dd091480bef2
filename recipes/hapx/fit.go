package hapx

import (
	"net/netip"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/pacemaker"
	"github.com/hrun-dev/hrun/recipes/preflight"
)

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
