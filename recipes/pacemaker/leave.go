package pacemaker

import "github.com/hrun-dev/hrun/tasks/sh"

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
