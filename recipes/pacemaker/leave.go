package pacemaker

import (
	"github.com/hrun-dev/hrun/tasks/condition"
	"github.com/hrun-dev/hrun/tasks/expect"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Leave is the script that puts the node that it runs on in standby until its
// pacemaker ends at the latest: a node that crashes comes back without it. It has
// no part in the cluster's configuration, as [Standby] has, and no mark: what an
// operator has put there is not touched by [Return].
func Leave() sh.Script {
	return `node=$(timeout 20 crm_node --name) && timeout 20 crm_attribute --quiet --lifetime reboot --node "$node" --name standby --update on >&2`
}

// Return is the script that takes back what [Leave] did, if anything. Where
// pacemaker does not run, there is nothing to take back.
func Return() sh.Script {
	return `systemctl is-active --quiet pacemaker || exit 0
node=$(timeout 20 crm_node --name) && timeout 20 crm_attribute --quiet --lifetime reboot --node "$node" --name standby --delete >&2`
}

// InService expects that all nodes which are online may run resources: that
// nobody has put one of them in standby or in maintenance.
func InService() expect.That {
	return expect.That{Condition: condition.Command{
		Name: "all nodes may run resources",
		Script: look(`echo 'pacemaker does not answer' >&2; exit 2`) + `for node in $online; do
	case $able in *" $node "*) ;; *) echo "$node is in standby or in maintenance, and hrun has not put it there"; exit 1 ;; esac
done`,
	}}
}
