package inventory

import "slices"

// Map returns an inventory whose hosts are what f makes of them, so that a
// program can say how they are reached. f must keep names, groups and
// variables; what it returns is not checked. A later [Inventory.WithExtra]
// starts from the hosts as they were.
func (inv *Inventory) Map(f func(Host) Host) *Inventory {
	mapped := *inv
	mapped.hosts = slices.Clone(inv.hosts)
	for i, h := range mapped.hosts {
		mapped.hosts[i] = f(h)
	}
	return &mapped
}
