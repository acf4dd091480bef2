// Package vrrp is a highly available proxy for a Kubernetes control plane:
// haproxy on two nodes or more, and one address that keepalived moves between
// them.
package vrrp

import (
	"net/netip"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/haproxy"
	"github.com/hrun-dev/hrun/recipes/internal/failover"
	"github.com/hrun-dev/hrun/recipes/keepalived"
	"github.com/hrun-dev/hrun/recipes/preflight"
	"github.com/hrun-dev/hrun/tasks/hostname"
	"github.com/hrun-dev/hrun/tasks/hosts"
	"github.com/hrun-dev/hrun/tasks/packages"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/sysctl"
)

// Recipe is one proxy. Its nodes are the hosts of the group "vrrp", each with a
// hrun_address. The zero value of a field is its default.
//
// A node may have variables of its own: vrrp_interface, where its interface is
// called differently; vrrp_priority, which is 101 for the first node of the
// group, 100 for the next, and so on; and vrrp_state, MASTER or BACKUP. The
// address belongs to the node of the highest priority, which is the MASTER.
//
// A cut link between nodes that are both well leaves both holding the address
// until the link is back: VRRP has no quorum. Where that must not happen, the
// recipe hapx with an arbiter, or with three nodes, is the one to use. Every run
// says so. What Gateway does about it is little.
//
// Where the nodes are those of the control plane itself, their API servers have
// port 6443 on every address already, and haproxy cannot have it too, not even
// on the VIP alone: give another Port, to which kubeadm's controlPlaneEndpoint
// then leads. Build refuses nodes that are servers at the same port, unless
// Proxy.Bind says where haproxy listens.
type Recipe struct {
	VIP    netip.Prefix // address that clients use, with its network's prefix length; default 192.168.1.100/24
	NIC    string       // interface that carries it; default "eno1"
	Port   int          // at which clients connect to it, default 6443
	Domain string       // appended to the names of nodes for their hostnames, such as "k8s.local"; default: none

	// Auth is VRRP's password, 1 to 8 characters; default: made once, of
	// letters and digits, and kept beside the inventory.
	Auth sh.Secret

	// Unicast has the nodes send to each other's hrun_address, instead of to a
	// multicast address that some networks drop.
	Unicast bool

	// Gateway is an address that each node pings every two seconds, such as that
	// of the router that clients come through; default: none. A node that has
	// had no answer for six seconds gives the VIP up, even if it hears no other
	// node: so a node that is cut off from everything has not the VIP any more
	// when it comes back, and clients on its side of the cut are not served by
	// a proxy that has no servers.
	//
	// It does not make a quorum: nodes that do not hear each other and all
	// reach the gateway all hold the VIP. And it has a price: while the gateway
	// does not answer, no node holds the VIP, not even for clients that need no
	// gateway. Build refuses an address that a node has; a node that gets no
	// answer is not made one.
	Gateway netip.Addr

	// Router is how VRRP is spoken. Scripts are further ones: haproxy is
	// always tracked, with the weight 0, so that a node without it does not
	// hold the address.
	Router keepalived.Router

	// Proxy is what haproxy does. Its Servers are the API servers; default pc1,
	// pc3 and pc5, 192.168.1.1, .3 and .5, port 6443. Its page with statistics
	// is there only if its password is given, and resolvers only if there are
	// nameservers. Where it is bound to the VIP, nodes may listen on addresses
	// that they do not hold (net.ipv4.ip_nonlocal_bind).
	Proxy haproxy.Proxy

	Clock time.Duration // by which a node's clock may be off, as preflight.Clock has it; default 30s, negative: by anything

	Health   Health   // the check that a timer runs
	Kubeadm  Kubeadm  // the file for kubeadm
	Packages []string // further packages of the nodes, none for an empty list; default curl

	Verify   Verify              // what the recipe vrrp/verify expects
	Failover failover.Parameters // what the recipe vrrp/failover may do
}

// Build adds a stage that only looks whether the nodes can be what they are to
// be, before anything is changed on any; one for the nodes; and, where it is for
// others, one for kubeadm's file.
func (r Recipe) Build(p *recipes.Play) error {
	nodes, err := p.Inventory.Group("vrrp")
	if err != nil {
		return err
	}
	r = r.Settled()
	if err := r.check(nodes); err != nil {
		return err
	}
	if r.Auth.IsZero() && r.VIP.Addr().Is4() {
		if r.Auth, err = password(p.Secrets); err != nil {
			return err
		}
	}
	routers, err := r.Routers(nodes)
	if err != nil {
		return err
	}
	r.warn(p, nodes)
	preflight.First(p, nodes, of(routers, func(n keepalived.Named) recipes.Role { return r.fit(n, nodes) }))
	p.Stage("nodes", nodes, r.gateway(), r.node(nodes), r.Proxy,
		of(routers, func(n keepalived.Named) recipes.Role { return n.Router }),
		r.health(), r.kubeadmOf("vrrp"))
	if r.Kubeadm.Group != "vrrp" && r.Kubeadm.Path != none {
		others, err := p.Inventory.Group(r.Kubeadm.Group)
		if err != nil {
			return err
		}
		p.Stage("endpoint", others, r.kubeadmOf(r.Kubeadm.Group))
	}
	return nil
}

// of is the role that is another one for each host.
func of(routers []keepalived.Named, role func(keepalived.Named) recipes.Role) recipes.Role {
	return recipes.RoleFunc(func(h *recipes.Host) error {
		for _, n := range routers {
			if n.Host == h.Name {
				return role(n).On(h)
			}
		}
		return nil
	})
}

// fit is the role of a node before anything is changed on any.
func (r Recipe) fit(n keepalived.Named, nodes []inventory.Host) recipes.Role {
	look := preflight.Node{Interface: n.Interface, VIPs: n.VIPs, Decided: keepalived.Decides, Clock: r.Clock}
	for _, other := range nodes {
		if other.Name == n.Host {
			look.Own = other.Address.Addr()
		} else {
			look.Peers = append(look.Peers, other.Address.Addr())
		}
	}
	return recipes.RoleFunc(func(h *recipes.Host) error {
		if r.Gateway.IsValid() {
			h.Do(Answers(r.Gateway))
		}
		return look.On(h)
	})
}

// node is what the other roles stand on: a name that is also in /etc/hosts,
// packages, and the right to listen on an address that comes and goes.
func (r Recipe) node(nodes []inventory.Host) recipes.Role {
	return recipes.RoleFunc(func(h *recipes.Host) error {
		h.Do(hostname.Name{Name: r.names(h.Host)[0]})
		for _, n := range nodes {
			h.Do(hosts.Entry{Address: n.Address.Addr(), Names: r.names(n), Exclusive: true})
		}
		if len(r.Packages) > 0 {
			h.Do(packages.Set{Names: r.Packages})
		}
		if r.bindsVIP() {
			h.Do(sysctl.Value{Key: r.nonlocal(), Value: "1"})
		}
		return nil
	})
}

// names returns what a node is called, the hostname first.
func (r Recipe) names(n inventory.Host) []string {
	if r.Domain == "" {
		return []string{n.Name}
	}
	return []string{n.Name + "." + r.Domain, n.Name}
}
