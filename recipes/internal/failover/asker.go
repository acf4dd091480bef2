package failover

import (
	"fmt"
	"slices"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes/internal/health"
)

// asker returns the host that asks the service as a client does.
func (t Trial) asker(inv *inventory.Inventory) (inventory.Host, error) {
	h, err := health.Prober(inv, t.Nodes, t.From)
	if err != nil {
		return h, fmt.Errorf("failover: %w", err)
	}
	if slices.ContainsFunc(t.Nodes, func(n inventory.Host) bool { return n.Name == h.Name }) {
		return h, fmt.Errorf("failover: from: %s is a node itself; name a host that is a client", h.Name)
	}
	return h, nil
}
