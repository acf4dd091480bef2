package hapx

import (
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/recipes"
)

// warn tells what is dangerous in what is described, and what to do about it.
func (r Recipe) warn(p *recipes.Play, names []string) {
	vip := r.VIP.Addr()
	goesOn := slices.Contains([]string{"ignore", "freeze"}, r.Pacemaker.QuorumPolicy)
	switch {
	case r.Pacemaker.Fences(): // who is cut off is shot
	case !r.Pacemaker.Majority:
		p.Warn("a cut link between %s and %s leaves both holding %v until it is back; arbiter: HOST prevents that (docs/cluster.md)", names[0], names[1], vip)
	case goesOn:
		p.Warn("quorum_policy %s has nodes that are cut off go on, so that two may hold %v; without it they stop", r.Pacemaker.QuorumPolicy, vip)
	}
	if unfenced := r.Pacemaker.Unfenced(); len(unfenced) > 0 {
		p.Warn("no device fences %s: if it dies, %v does not move to another node; give it one among fencing, or stonith where there is one of your own", strings.Join(unfenced, ", "), vip)
	}
	stats := r.Proxy.Stats
	if !r.Proxy.NoStats && stats.User == "admin" && stats.WellKnown() {
		p.Warn("anybody may look at the page of haproxy's statistics: its password is the well-known one; proxy: {stats: {password: ...}} gives another")
	}
}
