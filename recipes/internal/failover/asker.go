package failover

import (
	"fmt"
	"slices"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
)

// asker returns the host that asks the service as a client does.
func (t Trial) asker(inv *inventory.Inventory) (inventory.Host, error) {
	name := t.From
	if name == "" {
		name = hop(t.Nodes)
	}
	if name == "" {
		return recipes.Operator(inv), nil
	}
	h, known := inv.Host(name)
	switch {
	case !known:
		return h, fmt.Errorf("failover: from: there is no host %s", name)
	case slices.ContainsFunc(t.Nodes, func(n inventory.Host) bool { return n.Name == name }):
		return h, fmt.Errorf("failover: from: %s is a node itself; name a host that is a client", name)
	}
	return h, nil
}

// hop returns the last hop on the way to all the nodes, if they have the same.
func hop(nodes []inventory.Host) (name string) {
	for i, n := range nodes {
		via := n.Connection.Via
		if len(via) == 0 || i > 0 && via[len(via)-1] != name {
			return ""
		}
		name = via[len(via)-1]
	}
	return name
}
