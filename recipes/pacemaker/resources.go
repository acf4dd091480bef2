package pacemaker

import (
	"time"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/cib"
)

// Resources gives a cluster its configuration. Give the role to one node, with
// [recipes.Play.StageOnce]: the cluster tells the others.
type Resources struct {
	Nodes         []string // cluster names of the nodes that must be online first
	Configuration cib.Configuration
	Within        time.Duration // bound of the wait for the nodes; 0 means 90 s
}

// On waits until the cluster is formed, and configures it. A new cluster takes
// about 20 s to form.
func (r Resources) On(h *recipes.Host) error {
	if err := r.Configuration.Validate(); err != nil {
		return err
	}
	h.Do(Formed(r.Nodes, r.Within), r.Configuration)
	return nil
}
