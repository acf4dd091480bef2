package corosync

import (
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/systemd"
)

// Left is the role of a host that is a member no more: corosync is stopped, and
// its configuration and key are gone, so that it does not come back by itself.
type Left struct{}

// On stops corosync, which leaves the cluster properly.
func (Left) On(h *recipes.Host) error {
	h.Do(systemd.Unit{Name: "corosync", Boot: systemd.Disabled, State: systemd.Stopped})
	h.Do(file.Absent{Path: confPath}, file.Absent{Path: keyPath})
	return nil
}
