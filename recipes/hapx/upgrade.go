package hapx

import (
	"cmp"
	"time"
)

// Upgrade is what the recipe hapx/upgrade does. The zero value of a field is
// its default.
type Upgrade struct {
	// Sources are the source packages whose packages are upgraded, on the nodes
	// that have any of them; default: the software of the cluster, with the
	// libraries that are its own, which is corosync, corosync-qdevice,
	// kronosnet, libqb, pacemaker, cluster-glue, resource-agents, fence-agents,
	// crmsh and haproxy.
	Sources []string

	All bool // upgrade all packages of the nodes, whatever Sources says

	Lists time.Duration // how old the nodes' lists of packages may be; older ones are fetched; default 1h

	Outage time.Duration // for how long clients may be without an answer in the turn of a node; default 5s

	// From is the host that asks the address as clients do while a node has its
	// turn. It needs curl, and bash or nc. Default: the bastion that all nodes
	// are reached through, or else the machine that hrun runs on.
	From string
}

// WithDefaults returns it with every field that is zero at its default. That of
// From depends on the inventory.
func (u Upgrade) WithDefaults() Upgrade {
	if len(u.Sources) == 0 {
		u.Sources = []string{
			"corosync", "corosync-qdevice", "kronosnet", "libqb", "pacemaker",
			"cluster-glue", "resource-agents", "fence-agents", "crmsh", "haproxy",
		}
	}
	u.Lists = cmp.Or(u.Lists, time.Hour)
	u.Outage = cmp.Or(u.Outage, 5*time.Second)
	return u
}
