package verify

import (
	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/internal/health"
)

// service asks the address as clients do.
func (r Recipe) service(p *recipes.Play, nodes []inventory.Host) error {
	prober, err := health.Prober(p.Inventory, nodes, r.Verify.From)
	if err != nil {
		return err
	}
	p.Stage("service", []inventory.Host{prober}, health.Client{VIP: r.VIP.Addr(), Proxy: r.Proxy})
	return nil
}
