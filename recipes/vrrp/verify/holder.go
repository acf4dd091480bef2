package verify

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/internal/health"
	"github.com/hrun-dev/hrun/recipes/keepalived"
)

// pool is the nodes of one virtual router, and what they say of it.
type pool struct {
	recipe Recipe
	nodes  []*member             // those that could be asked, in the order of the inventory
	others []string              // those that could not
	own    map[netip.Addr]string // whose an address is that advertisements come from
	top    *member               // of the highest priority, whether or not it could be asked
	faults health.Faults
}

// member is a node, and what it says.
type member struct {
	keepalived.Named
	view
}

// holder asks the nodes who of them holds the VIP, and whom they hear.
func (r Recipe) holder(nodes []inventory.Host, routers []keepalived.Named) recipes.Late {
	vip := r.VIP.Addr()
	return health.Together("exactly one node holds "+vip.String(), nodes, r.look(), func(said []health.Said) (string, health.Faults) {
		p := pool{recipe: r, own: map[netip.Addr]string{}, others: health.Others(nodes, said)}
		for i, n := range routers {
			p.own[nodes[i].Address.Addr()] = n.Host
			m := &member{Named: n}
			if p.top == nil || n.Priority > p.top.Priority {
				p.top = m
			}
			for _, s := range said {
				if s.Host != n.Host {
					continue
				}
				var err error
				if m.view, err = parse(s.Text); err != nil {
					p.faults.Add(n.Host+": "+err.Error(), "")
					continue
				}
				p.nodes = append(p.nodes, m)
				for _, a := range m.own[m.Interface] {
					p.own[a] = n.Host
				}
			}
		}
		return p.judge(), p.faults
	})
}

func (p *pool) judge() string {
	var holders []*member
	for _, m := range p.nodes {
		p.judgePlaces(m)
		p.judgeStrangers(m)
		if len(m.places) > 0 {
			holders = append(holders, m)
		}
	}
	vip := p.recipe.VIP.Addr()
	switch len(holders) {
	case 0:
		p.faults.Add(health.Nobody(vip, p.others),
			"a node holds it only if its keepalived and its haproxy run, and if it reaches the gateway where there is one: journalctl -u keepalived")
		return ""
	case 1:
		p.judgeHolder(holders[0])
		return holders[0].Host
	}
	return p.judgeSplit(holders)
}

// hears reports whether one node hears the other, from whichever of its addresses.
func (p *pool) hears(one, other *member) bool {
	return slices.ContainsFunc(one.view.hears, func(a advertisement) bool { return p.own[a.from] == other.Host })
}

// judgePlaces wants the VIP on the interface that is to carry it, and nowhere
// else on the node.
func (p *pool) judgePlaces(m *member) {
	want := p.recipe.VIP.String() + " on " + m.Interface
	for _, place := range m.places {
		if place != want {
			p.faults.Add(fmt.Sprintf("%s has %s, want %s", m.Host, place, want), "ip addr del "+strings.Replace(place, " on ", " dev ", 1)+" takes it away from "+m.Host)
		}
	}
}

// judgeStrangers wants nobody but the nodes to be the virtual router, and these
// with the priorities that they are described with.
func (p *pool) judgeStrangers(m *member) {
	for _, a := range m.hears {
		host, known := p.own[a.from]
		if !known {
			p.faults.Add(fmt.Sprintf("%v, which is none of the nodes, uses the router id %d too, with the priority %d, as %s hears it", a.from, m.RouterID, a.priority, m.Host),
				"give one of the two virtual routers another id, as router: {router_id: 52} in vrrp:, or the nodes and the stranger different networks")
			continue
		}
		for _, other := range p.nodes {
			if other.Host == host && a.priority != 0 && !other.mayAdvertise(a.priority) {
				p.faults.Add(fmt.Sprintf("%s advertises the priority %d, and is described with %d: it has not read its configuration", host, a.priority, other.Priority),
					"systemctl reload keepalived on "+host)
			}
		}
	}
}

// mayAdvertise reports whether a priority is that of the node, or a lower one
// because of scripts that fail there.
func (m *member) mayAdvertise(priority int) bool {
	lowest := m.Priority
	for _, s := range m.Scripts {
		lowest += s.Weight
	}
	return priority <= m.Priority && priority >= max(lowest, 1)
}

// judgeHolder wants the only holder to be the one to which the VIP belongs, and
// to be heard by all others that listen.
func (p *pool) judgeHolder(m *member) {
	vip := p.recipe.VIP.Addr()
	if !m.runs {
		p.faults.Add(fmt.Sprintf("%s holds %v, and no keepalived runs there: the next node to take it over will hold it too", m.Host, vip), "systemctl restart keepalived on "+m.Host)
	}
	if m.Host != p.top.Host && !m.NoPreempt {
		p.faults.Add(fmt.Sprintf("%s holds %v, which belongs to %s by its priority %d: that is not fit, or does not reach the others", m.Host, vip, p.top.Host, p.top.Priority),
			"journalctl -u keepalived on "+p.top.Host+" tells why")
	}
	for _, other := range p.nodes {
		if other != m && m.runs && other.runs && !p.hears(other, m) && !vip.Is6() {
			p.faults.Add(fmt.Sprintf("%s does not hear %s, and will take %v too", other.Host, m.Host, vip), p.deaf())
		}
	}
}

// deaf is what to do where nodes do not hear each other.
func (p *pool) deaf() string {
	group := "224.0.0.18"
	if p.recipe.VIP.Addr().Is6() {
		group = "ff02::12"
	}
	return "mend the link between them, or have it let VRRP pass: IP protocol 112, to " + group + " unless unicast: true is set"
}

// judgeSplit tells why several nodes hold the VIP.
func (p *pool) judgeSplit(holders []*member) string {
	var names []string
	hear := false
	for _, m := range holders {
		names = append(names, m.Host)
		for _, other := range holders {
			hear = hear || other != m && p.hears(m, other)
		}
	}
	all := strings.Join(names, " and ")
	why, remedy := ", and do not hear each other", p.deaf()+"; until then, systemctl stop keepalived on one of them"
	switch {
	case p.recipe.VIP.Addr().Is6():
		why = ": they do not hear each other, or one of them hangs"
	case hear:
		why = ", although they are not cut off from each other: they do not agree, as in the password, or one of them hangs"
		remedy = "to apply the recipe again makes them agree; systemctl restart keepalived ends one that hangs"
	}
	p.faults.Add(fmt.Sprintf("%s hold %v%s: clients reach now the one, now the other", all, p.recipe.VIP.Addr(), why), remedy)
	return all
}
