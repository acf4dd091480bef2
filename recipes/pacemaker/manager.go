// Package pacemaker holds the roles of a cluster's resource manager: the
// manager itself, on every node, and the resources, which one node declares for
// all.
package pacemaker

import (
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/packages"
	"github.com/hrun-dev/hrun/tasks/systemd"
)

// RestartHandler is the name of the handler that restarts pacemaker.
const RestartHandler = "restart pacemaker"

// Manager runs pacemaker on a member of a corosync cluster. Put it after the
// role that configures corosync: Debian's packages start a cluster of one node
// as soon as they find no configuration, and the handlers must run in the
// order corosync, pacemaker.
type Manager struct {
	// Rolling makes nodes restart pacemaker in turn; see [Rolling]. It should
	// be the one of corosync's handler, so that a node restarts both in its
	// turn. Nil means that all nodes restart at once.
	Rolling *recipes.Rolling
}

// On installs pacemaker and crmsh, starts pacemaker, now and at boot, and
// declares the handler.
func (m Manager) On(h *recipes.Host) error {
	h.Do(packages.Set{Names: []string{"pacemaker", "crmsh"}}, systemd.Running("pacemaker"))
	Restart(h).Rolling = m.Rolling
	return nil
}

// Restart returns the handler that restarts pacemaker, for roles whose changes
// need it. Restarting corosync restarts pacemaker as well, because its unit
// requires corosync's; the debt is then paid.
func Restart(h *recipes.Host) *recipes.Handler {
	return h.Handler(RestartHandler, systemd.Restart("pacemaker"))
}
