package vrrp

import (
	"strings"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
)

// warn says what VRRP cannot do, whatever is described.
func (r Recipe) warn(p *recipes.Play, nodes []inventory.Host) {
	names := make([]string, len(nodes))
	for i, n := range nodes {
		names[i] = n.Name
	}
	with := ""
	if r.Gateway.IsValid() {
		with = "; the gateway changes that only for a node that does not reach it either"
	}
	p.Warn("%s: while they do not hear each other, each of them holds %v, because VRRP has no quorum%s. Where that must not happen, see the recipe hapx with an arbiter",
		strings.Join(names, ", "), r.VIP.Addr(), with)
}
