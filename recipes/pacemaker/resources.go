package pacemaker

import (
	"time"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/cib"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Resources gives a cluster its configuration. Give the role to one node, with
// [recipes.Play.StageOnce]: the cluster tells the others.
type Resources struct {
	Nodes         []string // cluster names of the nodes that must be online first
	Forgotten     []string // names of nodes that have left the cluster for good
	Configuration cib.Configuration
	Within        time.Duration // bound of the wait for the nodes; 0 means 90 s
}

// On waits until the cluster is formed, and configures it. A new cluster takes
// about 20 s to form, and a node that is new to it as long to join. One that was
// configured before and knows all nodes is waited for only until it has a
// member, if it was just restarted: it may have lost a node, and must be mended
// all the same.
func (r Resources) On(h *recipes.Host) error {
	if err := r.Configuration.Validate(); err != nil {
		return err
	}
	formed := Formed(r.Nodes, r.Within)
	if ps := r.Configuration.Primitives; len(ps) > 0 {
		formed.Holds = configured(ps[0].ID, r.Nodes) + formed.Holds
	}
	h.Do(formed)
	for _, n := range r.Forgotten {
		h.Do(Forgotten{Node: n})
	}
	h.Do(r.Configuration)
	return nil
}

// configured is the script that ends the shell with status 0 if the cluster
// has the primitive, a node that has joined, and all nodes that were ever
// known, and none that is about to join. The configuration outlives a restart,
// the list of members does not: it says that there is a coordinator who will
// see what is changed. What cibadmin says otherwise is of no interest: the look
// that follows tells why.
func configured(id string, nodes []string) sh.Script {
	all := "//primitive[@id='" + id + "' and //node_state[@join='member'] and not(//node_state[@in_ccm!='false' and @in_ccm!='0' and @join!='member'])"
	for _, n := range nodes {
		all += " and //node[@uname='" + n + "']"
	}
	return `if said=$(` + sh.Cmd("timeout", "20", "cibadmin", "--query", "--xpath", all+"]") + ` 2>&1); then exit 0; fi
`
}
