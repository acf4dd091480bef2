package pacemaker

import (
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Rolling makes the nodes of a cluster take turns at handlers that disturb it,
// such as restarts: those that run no resources go first, and each must be
// back, with the cluster healthy and all the nodes online, before the next one
// goes. Nodes that are not yet members of a cluster with quorum go first, all
// at once: a new cluster forms only with all of them. The nodes are given by
// their names in the cluster; name is what the handlers of one cluster share.
//
// A cluster that is not whole, because a node is dead, is not rolled beyond
// its first node: the gate fails.
func Rolling(nodes []string, name string) *recipes.Rolling {
	return &recipes.Rolling{Name: name, Rank: rank(), Gate: []tasks.Task{Healthy(nodes, 0)}}
}

// rank prints "free" where no healthy cluster runs and no resources do, 0 on a
// member that runs no resources, and 1 on any node that does: without quorum
// too, if its policy lets it.
func rank() sh.Script {
	const free = `echo free; exit 0`
	return `command -v crm_mon >/dev/null || { ` + free + `; }
` + look(free) + `case $quorate$online in
yes*" $name "*) if [ "$resources" -eq 0 ]; then echo 0; else echo 1; fi ;;
*) if [ "$resources" -eq 0 ]; then echo free; else echo 1; fi ;;
esac`
}
