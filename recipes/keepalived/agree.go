package keepalived

import (
	"fmt"
	"slices"

	"github.com/hashicorp/go-multierror"
)

// Agree reports what keeps routers, given with the names of their hosts, from
// being one virtual router: that they would not take each other's advertisements
// for theirs, or could not tell which of them is to hold the addresses.
func Agree(routers []Named) error {
	var faults *multierror.Error
	fault := func(wrong bool, format string, args ...any) {
		if wrong {
			faults = multierror.Append(faults, fmt.Errorf("keepalived: "+format, args...))
		}
	}
	if len(routers) == 0 {
		return nil
	}
	first := routers[0].WithDefaults()
	lowest, highest := routers[0], routers[0]
	priorities := map[int]string{}
	masters := 0
	for _, n := range routers {
		r := n.WithDefaults()
		fault(r.RouterID != first.RouterID, "%s has router id %d, and %s has %d", routers[0].Host, first.RouterID, n.Host, r.RouterID)
		fault(r.Auth.Reveal() != first.Auth.Reveal(), "%s and %s have different passwords", routers[0].Host, n.Host)
		fault(r.AdvertInterval != first.AdvertInterval, "%s advertises every %v, and %s every %v", routers[0].Host, first.AdvertInterval, n.Host, r.AdvertInterval)
		fault(!slices.Equal(r.VIPs, first.VIPs), "%s holds %v, and %s holds %v", routers[0].Host, first.VIPs, n.Host, r.VIPs)
		fault(r.NoPreempt != first.NoPreempt, "%s and %s do not agree in no_preempt", routers[0].Host, n.Host)
		fault(priorities[r.Priority] != "", "%s and %s both have priority %d", priorities[r.Priority], n.Host, r.Priority)
		priorities[r.Priority] = n.Host
		if r.Priority < lowest.WithDefaults().Priority {
			lowest = n
		}
		if r.Priority > highest.WithDefaults().Priority {
			highest = n
		}
		if r.State == Master {
			masters++
		}
	}
	fault(masters > 1, "%d routers have the state MASTER, want one at most", masters)
	fault(masters == 1 && highest.State != Master, "%s has the highest priority, but another router has the state MASTER", highest.Host)
	gap := highest.WithDefaults().Priority - lowest.WithDefaults().Priority
	for _, n := range routers {
		for _, s := range n.Scripts {
			fault(s.Weight != 0 && -s.Weight <= gap, "%s: script %s: a weight of %d moves nothing where priorities are up to %d apart; want 0, or %d and below",
				n.Host, s.Name, s.Weight, gap, -gap-1)
		}
	}
	return faults.ErrorOrNil()
}

// Named is a router and the name of its host.
type Named struct {
	Host string
	Router
}
