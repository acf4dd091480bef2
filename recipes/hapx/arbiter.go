package hapx

import (
	"errors"
	"fmt"
	"slices"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/corosync"
	"github.com/hrun-dev/hrun/recipes/pacemaker"
	"github.com/hrun-dev/hrun/recipes/qdevice"
	"github.com/hrun-dev/hrun/tasks"
)

// arbiter adds a stage that makes the host the arbiter, and tells corosync of
// it. Corosync then counts a vote more, which the nodes can do without as long
// as all of them are there.
func (r Recipe) arbiter(p *recipes.Play, nodes []inventory.Host, member *corosync.Member) error {
	if r.Arbiter == "" {
		return nil
	}
	credentials, err := r.credentials(p.Secrets)
	if err != nil {
		return err
	}
	host, _ := p.Inventory.Host(r.Arbiter) // check has seen it
	p.Stage("arbiter", []inventory.Host{host}, qdevice.Arbiter{Cluster: r.Cluster, Nodes: len(nodes), Credentials: credentials})
	device := r.Device.Device()
	device.Address = host.Address.Addr()
	// The half that has the address keeps it: nothing has to move.
	device.Prefer = fmt.Sprintf(`/bin/sh -c "ip -o address | grep -qF ' %s/'"`, r.VIP.Addr())
	member.Device = &device
	return nil
}

// device adds the stages in which the nodes begin to ask the arbiter, and have
// its vote. They come last: an arbiter that is dead keeps nothing else from being
// done.
func (r Recipe) device(p *recipes.Play, nodes []inventory.Host, member corosync.Member) error {
	if r.Arbiter == "" {
		return nil
	}
	credentials, err := r.credentials(p.Secrets)
	if err != nil {
		return err
	}
	rolling := pacemaker.Rolling(names(nodes), r.Cluster)
	p.Stage("quorum device", nodes, qdevice.Device{
		Cluster: r.Cluster, Nodes: len(nodes), Settings: *member.Device, Credentials: credentials,
		Rank: rolling.Rank, Healthy: rolling.Gate,
	})
	p.Stage("vote", nodes, qdevice.Voted{})
	return nil
}

// undevised is the role of a node where there is no arbiter, or no more.
func (r Recipe) undevised() recipes.Role {
	if r.Arbiter != "" {
		return recipes.RoleFunc(func(*recipes.Host) error { return nil })
	}
	return qdevice.Gone{}
}

// rolling has a node that restarts be back with the arbiter's vote, before the
// next one does.
func (r Recipe) rolling(names []string) *recipes.Rolling {
	rolling := pacemaker.Rolling(names, r.Cluster)
	if r.Arbiter != "" {
		rolling.Gate = append([]tasks.Task{qdevice.VotingIfRunning()}, rolling.Gate...)
	}
	return rolling
}

func (r Recipe) credentials(secrets recipes.Secrets) (qdevice.Credentials, error) {
	authority, err := qdevice.Kept(secrets)
	return qdevice.Credentials{Authority: authority, Valid: r.Device.Valid}, err
}

// checkArbiter reports what is wrong with the arbiter that is named.
func (r Recipe) checkArbiter(inv *inventory.Inventory, nodes []inventory.Host) error {
	if r.Arbiter == "" {
		return nil
	}
	host, known := inv.Host(r.Arbiter)
	switch {
	case !known:
		return fmt.Errorf("there is no host %s in the inventory", r.Arbiter)
	case slices.ContainsFunc(nodes, func(n inventory.Host) bool { return n.Name == r.Arbiter }):
		return fmt.Errorf("%s is a node of the cluster: the vote of a third machine is needed", r.Arbiter)
	case slices.Contains(r.Removed, r.Arbiter):
		return fmt.Errorf("%s is to leave the cluster: it can be the arbiter when it has", r.Arbiter)
	case !host.Address.IsValid():
		return fmt.Errorf("host %s has no hrun_address, at which the nodes reach it", r.Arbiter)
	case host.Address.Addr() == r.VIP.Addr():
		return fmt.Errorf("host %s has the VIP for its address", r.Arbiter)
	case r.Corosync.TwoNode != nil && *r.Corosync.TwoNode:
		return errors.New("corosync: two_node lets each of two nodes go on: leave it out")
	}
	for _, n := range nodes {
		if n.Address.IsValid() && n.Address.Addr() == host.Address.Addr() {
			return fmt.Errorf("hosts %s and %s have the same address: they are one machine", r.Arbiter, n.Name)
		}
	}
	return r.Device.Validate()
}
