package vrrp

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/hashicorp/go-multierror"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes/keepalived"
)

// first is the priority of the first node, unless it is given.
const first = 101

// variables are those that a node may have of its own.
type variables struct {
	Interface string
	Priority  int
	State     string
}

// own reads the variables of a node, which has its place in the group.
func (r Recipe) own(n inventory.Host, place int) (v variables, err error) {
	v = variables{Interface: r.NIC, Priority: first - place}
	err = errors.Join(
		n.Decode("vrrp_interface", &v.Interface),
		n.Decode("vrrp_priority", &v.Priority),
		n.Decode("vrrp_state", &v.State),
	)
	if v.State != "" && v.State != "MASTER" && v.State != "BACKUP" {
		err = errors.Join(err, fmt.Errorf("host %s: vrrp_state %q, want MASTER or BACKUP", n.Name, v.State))
	}
	if v.Priority < 1 || v.Priority > 254 {
		err = errors.Join(err, fmt.Errorf("host %s: priority %d, want 1 to 254", n.Name, v.Priority))
	}
	return v, err
}

// Routers returns the router of each node, in the order of the nodes, or all
// that keeps them from being one. Where no password is given, they have none.
func (r Recipe) Routers(nodes []inventory.Host) ([]keepalived.Named, error) {
	r = r.Settled()
	var faults *multierror.Error
	all := make([]variables, len(nodes))
	highest := 0
	for i, n := range nodes {
		var err error
		if all[i], err = r.own(n, i); err != nil {
			faults = multierror.Append(faults, err)
		}
		highest = max(highest, all[i].Priority)
	}
	if err := faults.ErrorOrNil(); err != nil {
		return nil, err
	}
	routers := make([]keepalived.Named, len(nodes))
	for i, n := range nodes {
		router := r.Router
		router.Interface, router.Priority = all[i].Interface, all[i].Priority
		router.Auth, router.VIPs = r.Auth, append(router.VIPs, r.VIP)
		router.Scripts = append(r.tracked(), router.Scripts...)
		top := all[i].Priority == highest
		router.Preferred = top && !router.NoPreempt
		state := cmp.Or(all[i].State, map[bool]string{true: "MASTER", false: "BACKUP"}[router.Preferred])
		if state == "MASTER" {
			router.State = keepalived.Master
		}
		if r.Unicast {
			router.UnicastSource = n.Address.Addr()
			for _, other := range slices.Concat(nodes[:i], nodes[i+1:]) {
				router.UnicastPeers = append(router.UnicastPeers, other.Address.Addr())
			}
		}
		routers[i] = keepalived.Named{Host: n.Name, Router: router}
	}
	return routers, keepalived.Agree(routers)
}

// tracked returns the scripts that say whether a node is fit for the VIP.
func (r Recipe) tracked() []keepalived.Script {
	tracked := []keepalived.Script{keepalived.HAProxy()}
	if r.Gateway.IsValid() {
		tracked = append(tracked, keepalived.Reaches(r.Gateway))
	}
	return tracked
}
