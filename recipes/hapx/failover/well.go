package failover

import (
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/pacemaker"
	"github.com/hrun-dev/hrun/tasks"
)

// well is a node of a cluster that can be tried.
func well(nodes []string) recipes.Role {
	return do(pacemaker.Healthy(nodes, 0), pacemaker.InService())
}

func do(ts ...tasks.Task) recipes.Role {
	return recipes.RoleFunc(func(h *recipes.Host) error {
		h.Do(ts...)
		return nil
	})
}
