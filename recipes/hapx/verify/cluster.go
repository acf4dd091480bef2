package verify

import (
	"fmt"
	"time"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/internal/health"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// cluster asks all nodes, and judges their answers together. It is the machine
// that hrun runs on that does so, because it is there whichever node is dead.
func (r Recipe) cluster(p *recipes.Play, nodes []inventory.Host) error {
	if r.Verify.Clocks < time.Second {
		return fmt.Errorf("verify: clocks within %v of each other: want 1s at least, which is as exact as they are compared", r.Verify.Clocks)
	}
	vip := r.Pacemaker.Address.ID
	own := []string{vip, r.Pacemaker.Proxy.ID}
	holders := health.Holders{
		Address: r.VIP, NIC: r.NIC, Since: since(vip),
		Nowhere: "crm_mon -1 tells why the cluster starts " + vip + " nowhere; what else is told here may be the cause",
		Twice: "the nodes do not see each other: mend the link between them, and the cluster settles on one node by itself; " +
			"until then, take one of the two out of service: systemctl stop pacemaker",
	}
	p.Stage("cluster", []inventory.Host{recipes.Operator(p.Inventory)}, recipes.RoleFunc(func(h *recipes.Host) error {
		h.Do(
			quorum(nodes),
			running(nodes, r.IDs(p.Inventory)),
			oneCluster(nodes),
			members(nodes),
			resources(nodes, own),
			failures(nodes),
			settings(nodes),
			leftByHand(nodes),
			holders.Of(nodes),
			health.Clocks(nodes, r.Verify.Clocks),
		)
		return nil
	}))
	return nil
}

// since is the script that prints when the resource was started on the node, in
// seconds since 1970, or nothing if it was not the cluster that has started it.
// The exit statuses of cibadmin are those of crm_error(8): 105 where nothing is
// found, 102 where there is no cluster. What both say of that is no answer, and
// kept from being taken for one.
func since(id string) sh.Script {
	return `name=$(timeout 10 crm_node --name 2>&1) || exit 0
said=$(timeout 10 cibadmin --query --xpath "//node_state[@uname='$name']//lrm_resource[@id=` + sh.Script("'"+id+"'") + `]/lrm_rsc_op[@operation='start']" 2>&1)
case $? in 0) ;; *) exit 0 ;; esac
said=${said#*' last-rc-change="'}
printf '%s\n' "${said%%'"'*}"`
}
