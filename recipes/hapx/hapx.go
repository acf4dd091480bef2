// Package hapx is a highly available proxy: haproxy on two nodes or more, and
// one address that follows it, kept by corosync and pacemaker.
package hapx

import (
	"net/netip"
	"slices"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/corosync"
	"github.com/hrun-dev/hrun/recipes/haproxy"
	"github.com/hrun-dev/hrun/recipes/internal/failover"
	"github.com/hrun-dev/hrun/recipes/pacemaker"
	"github.com/hrun-dev/hrun/recipes/qdevice"
	"github.com/hrun-dev/hrun/tasks/hostname"
	"github.com/hrun-dev/hrun/tasks/hosts"
	"github.com/hrun-dev/hrun/tasks/packages"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Recipe is one cluster. Its nodes are the hosts of the group "hapx", each with
// a hrun_address. The zero value of a field is its default; together they are
// the cluster in front of a Kubernetes control plane.
//
// With two nodes and no fencing, a cut link between them leaves both holding
// the address until the link is back. With three nodes or more, or a quorum
// device and Corosync.TwoNode off, the nodes that lose the majority stop
// instead, unless Pacemaker.QuorumPolicy says otherwise.
type Recipe struct {
	Cluster string       // corosync's cluster name, at most 15 bytes; default "haproxy-cluster"
	VIP     netip.Prefix // address that clients use, with its network's prefix length; default 192.168.4.20/27
	NIC     string       // interface that carries it; default "enp0s3.41"

	AuthKey sh.Secret // corosync's key, 128 to 4096 bytes; default: made once, and kept beside the inventory

	// NodeIDs are corosync's ids by the names of nodes. The default is a node's
	// place in the group, from 1. A node must keep its id, so give them before
	// a node is taken out of the group, or put in anywhere but at its end: ids
	// that would change are refused.
	NodeIDs map[string]int `yaml:"node_ids"`

	// Removed are nodes that are to leave the cluster, by their names. One that
	// can be reached is drained, stopped, and loses its configuration of the
	// cluster; one that cannot be is left alone, and must be off. The others
	// forget it. Then it can be taken out of the group, and of this list. It
	// keeps its place in the group until then, and so the others their ids.
	Removed []string

	// SSHCA is the authority whose certificates let users in: its public key,
	// or the path of the file that holds it, which starts at the inventory's
	// directory; several lines are several. One by which hrun logs in must be
	// among them. Empty means that of each node's connection, hrun_ssh_ca; sshd
	// is left as it is on nodes that have none.
	SSHCA string `yaml:"ssh_ca"`

	Corosync  corosync.Member   // how members talk; Cluster, Nodes, Key and Rolling are the recipe's
	Proxy     haproxy.Proxy     // what haproxy does; ManagedBy is the recipe's
	Pacemaker pacemaker.Service // what the cluster runs; its address is the recipe's VIP and NIC
	Packages  []string          // further packages of the nodes, none for an empty list; default curl
	Clock     time.Duration     // by which the clock of a node, or of the arbiter, may be off, as preflight.Clock has it; default 30s, negative: by anything

	// Arbiter is a host outside of the cluster whose vote decides which of two
	// nodes goes on when they do not hear each other, so that they cannot both:
	// usually the bastion. It needs a hrun_address that the nodes reach, runs
	// corosync-qnetd, and must not go down along with a node. Empty means none.
	// Where it was another host before, corosync-qnetd is left running there.
	Arbiter string
	Device  qdevice.Settings // how the arbiter is asked

	Verify   Verify              // what the recipe hapx/verify expects
	Failover failover.Parameters // what the recipe hapx/failover may do
	Upgrade  Upgrade             // what the recipe hapx/upgrade does
}

// The length in bytes of an authkey that is made, as corosync-keygen(8) does.
const keySize = 256

// group holds the nodes.
const group = "hapx"

// Nodes returns the nodes of the cluster, and those hosts of their group that
// are to leave it, or have left.
func (r Recipe) Nodes(inv *inventory.Inventory) (nodes, removed []inventory.Host, err error) {
	all, err := inv.Group(group)
	for _, h := range all {
		if slices.Contains(r.Removed, h.Name) {
			removed = append(removed, h)
		} else {
			nodes = append(nodes, h)
		}
	}
	return nodes, removed, err
}

// Build adds three stages: one that only looks whether the nodes can be that, the
// nodes, and what they run together. Where nodes are to leave, they do so in one
// of their own after the first.
func (r Recipe) Build(p *recipes.Play) error {
	nodes, removed, err := r.Nodes(p.Inventory)
	if err != nil {
		return err
	}
	r.Pacemaker.Majority = r.majority(len(nodes))
	r = r.WithDefaults()
	if err := r.check(p.Inventory, nodes); err != nil {
		return err
	}
	if r.AuthKey.IsZero() {
		if r.AuthKey, err = authkey(p.Secrets); err != nil {
			return err
		}
	}
	trusted, err := r.trusted(p, nodes)
	if err != nil {
		return err
	}
	r.Pacemaker.Nodes = names(nodes)
	service, err := r.service().Configuration()
	if err != nil {
		return err
	}
	names := names(nodes)
	rolling := r.rolling(names)
	member := r.member(p.Inventory, rolling)
	r.warn(p, names)
	r.preflight(p, nodes, removed, member)
	r.leave(p, removed)
	if err := r.arbiter(p, nodes, &member); err != nil {
		return err
	}
	p.Stage("nodes", nodes, r.node(nodes), trust(trusted), r.apart(member), r.undevised(), member, r.proxy(), pacemaker.Manager{Rolling: rolling}, pacemaker.Fencers(r.Pacemaker.Fencing))
	p.StageOnce("resources", nodes, pacemaker.Resources{Nodes: names, Forgotten: r.Removed, Configuration: service})
	return r.device(p, nodes, member)
}

// node is what the other roles stand on: a name that is the cluster's name for
// the node, and peers that are found without a name server.
func (r Recipe) node(nodes []inventory.Host) recipes.Role {
	return recipes.RoleFunc(func(h *recipes.Host) error {
		h.Do(hostname.Name{Name: h.Name})
		for _, n := range nodes {
			h.Do(hosts.Entry{Address: n.Address.Addr(), Names: []string{n.Name}, Exclusive: true})
		}
		if len(r.Packages) > 0 {
			h.Do(packages.Set{Names: r.Packages})
		}
		return nil
	})
}

// member adds to corosync's role that pacemaker restarts after it.
func (r Recipe) member(inv *inventory.Inventory, rolling *recipes.Rolling) corosync.Member {
	m := r.Corosync
	m.Cluster, m.Key, m.Rolling, m.Then = r.Cluster, r.AuthKey, rolling, []string{"pacemaker"}
	ids := r.IDs(inv)
	nodes, _, _ := r.Nodes(inv) // Build has said what is wrong with the group
	for _, n := range nodes {
		m.Nodes = append(m.Nodes, corosync.Node{Name: n.Name, ID: ids[n.Name], Address: n.Address.Addr()})
	}
	return m
}

// IDs returns corosync's ids of the nodes, by their names.
func (r Recipe) IDs(inv *inventory.Inventory) map[string]int {
	ids := map[string]int{}
	all, _ := inv.Group(group) // empty is what Nodes calls an error
	for i, n := range all {
		id, given := r.NodeIDs[n.Name]
		if !given {
			id = i + 1
		}
		if !slices.Contains(r.Removed, n.Name) {
			ids[n.Name] = id
		}
	}
	return ids
}

func (r Recipe) proxy() haproxy.Proxy {
	proxy := r.Proxy
	proxy.ManagedBy = haproxy.Pacemaker
	if r.Pacemaker.Proxy.Agent == systemdAgent {
		proxy.ManagedBy = haproxy.PacemakerUnit
	}
	return proxy
}

// majority reports whether the nodes that have quorum know that no others have:
// corosync's two_node gives it to each of two.
func (r Recipe) majority(nodes int) bool {
	return nodes > 2 || r.Arbiter != "" || r.Corosync.TwoNode != nil && !*r.Corosync.TwoNode
}

func (r Recipe) service() pacemaker.Service {
	s := r.Pacemaker
	s.Address.Address, s.Address.NIC = r.VIP, r.NIC
	return s
}

func names(nodes []inventory.Host) []string {
	var all []string
	for _, n := range nodes {
		all = append(all, n.Name)
	}
	return all
}
