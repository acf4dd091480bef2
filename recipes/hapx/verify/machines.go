package verify

import (
	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/internal/health"
)

// configuration is where haproxy's is on every node.
const configuration = "/etc/haproxy/haproxy.cfg"

// machines looks at each node for itself: whether it has room, and whether its
// haproxy is as it should be, here and now or when it is needed.
func (r Recipe) machines(p *recipes.Play, nodes []inventory.Host) error {
	proxy := r.Proxy.WithDefaults()
	p.Stage("machines", nodes, recipes.RoleFunc(func(h *recipes.Host) error {
		h.Do(
			health.Space{Most: r.Verify.Full},
			health.Accepted(configuration),
			health.Follows(r.VIP.Addr()),
			health.Servers{Socket: proxy.Socket, Backend: proxy.Backend, Required: r.Verify.Backends},
		)
		return nil
	}))
	return nil
}
