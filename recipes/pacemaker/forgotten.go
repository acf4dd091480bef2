package pacemaker

import (
	"errors"
	"fmt"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Forgotten wants the cluster to know nothing of a node that has left it. One
// host does it for all. A node that still is a member is an error of Plan: it
// would be known again at once. So is a cluster that does not answer.
type Forgotten struct {
	Node string // the name that the cluster had for it
}

var _ tasks.Task = Forgotten{}

// What Plan returns where nothing can be said of the node.
var (
	ErrNoCluster   = errors.New("no cluster is running here")
	ErrStillMember = errors.New("it still is a member of the cluster: stop pacemaker and corosync there, or turn it off")
)

// Validate reports what cannot be the name of a node.
func (f Forgotten) Validate() error {
	if !nodeName.MatchString(f.Node) {
		return fmt.Errorf("%q cannot be the name of a node", f.Node)
	}
	return nil
}

func (f Forgotten) String() string { return "cluster has forgotten " + f.Node }

// Probe asks for the node in the configuration and in the status. cibadmin's
// 105 is that nothing matches, 102 that there is no cluster. Of a member in_ccm is
// "true", or from pacemaker 2.1.7 on since when it is one.
func (f Forgotten) Probe() sh.Script {
	is := "[@uname='" + f.Node + "']"
	ask := func(xpath string) sh.Script { return sh.Cmd("timeout", "20", "cibadmin", "--query", "--xpath", xpath) }
	return `command -v cibadmin >/dev/null || { echo 'no cluster'; exit 0; }
said=$(` + ask("//node"+is+"|//node_state"+is) + ` 2>&1)
case $? in
0) ;;
102) echo 'no cluster'; exit 0 ;;
105) echo unknown; exit 0 ;;
*) printf '%s\n' "$said" >&2; exit 1 ;;
esac
case ${said#*"<node_state "} in
"$said"|*' in_ccm="false"'*|*' in_ccm="0"'*) echo known ;;
*' in_ccm="'*) echo member ;;
*) echo known ;;
esac`
}

// Plan has the cluster forget the node.
func (f Forgotten) Plan(got string) (c tasks.Change, err error) {
	switch got {
	case "unknown\n":
		return c, nil
	case "known\n":
		c.Differ("node", "known", "unknown", sh.Cmd("timeout", "20", "crm_node", "--force", "--remove", f.Node))
		return c, nil
	case "member\n":
		return c, ErrStillMember
	case "no cluster\n":
		return c, ErrNoCluster
	}
	return c, fmt.Errorf("probe printed %q", got)
}

// Sample is a host without a cluster.
func (Forgotten) Sample() (before, after string) { return "no cluster\n", "unknown\n" }
