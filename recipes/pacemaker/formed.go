package pacemaker

import (
	"strings"
	"time"

	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/wait"
)

// patience is how long a cluster may take to form, or a node to come back.
const patience = 90 * time.Second

// Formed waits until the node is a member of a cluster that has quorum, has
// elected a coordinator, and has all of the nodes online. The nodes are given
// by their names in the cluster. Within 0 means 90 s.
func Formed(nodes []string, within time.Duration) wait.Until {
	return wait.Until{
		Name:   "the cluster of " + strings.Join(nodes, ", ") + " is formed",
		Holds:  look(silent) + settled + member + present(nodes),
		Within: bound(within),
	}
}

// Healthy waits until Formed holds and every resource runs. A resource that an
// operator has stopped need not run, but what depends on it must.
func Healthy(nodes []string, within time.Duration) wait.Until {
	return wait.Until{
		Name:   "the cluster of " + strings.Join(nodes, ", ") + " is healthy",
		Holds:  look(silent) + settled + member + present(nodes) + "\n" + `[ -z "$down" ] || { echo "these resources do not run yet:$down"; exit 1; }`,
		Within: bound(within),
	}
}

// Spare waits until another node than this one may run resources, so that this
// one can be missed. Within 0 means 90 s.
func Spare(within time.Duration) wait.Until {
	return wait.Until{
		Name: "another node can take over",
		Holds: look(silent) + settled + member + `for node in $able; do
	[ "$node" = "$name" ] || exit 0
done
echo 'no other node is online and free to run resources'
exit 1`,
		Within: bound(within),
	}
}

// Drained waits until the node runs no resources any more. Within 0 means 90 s.
func Drained(within time.Duration) wait.Until {
	return wait.Until{
		Name:   "this node runs no resources",
		Holds:  look(silent) + settled + member + `[ "$resources" -eq 0 ] || { echo "it still runs $resources resources"; exit 1; }`,
		Within: bound(within),
	}
}

// silent is what waits do where there is no cluster to look at yet.
const silent sh.Script = `echo 'pacemaker does not answer yet'; exit 1`

func bound(within time.Duration) time.Duration {
	if within == 0 {
		return patience
	}
	return within
}

// present is the script that ends the shell with status 1 unless all nodes are
// online.
func present(nodes []string) sh.Script {
	if len(nodes) == 0 {
		return ":"
	}
	words := make([]string, len(nodes))
	for i, n := range nodes {
		words[i] = sh.Quote(n)
	}
	return `for node in ` + sh.Script(strings.Join(words, " ")) + `; do
	case $online in *" $node "*) ;; *) echo "$node is not online yet"; exit 1 ;; esac
done`
}
