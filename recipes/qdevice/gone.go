package qdevice

import (
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/systemd"
)

// Gone is a node without a quorum device: the daemon is off, and its
// certificates are gone. The package stays. Give the role before that of
// [corosync.Member], which then has no Device.
type Gone struct{}

// On does nothing as long as quorum hangs on the device's vote: as where a node
// is down.
func (Gone) On(h *recipes.Host) error {
	h.Do(dispensable{}, off{systemd.Off(deviceUnit)}, file.Absent{Path: deviceConfig, Recursive: true})
	return nil
}

// Left is a host that is a member no more. Give the role between pacemaker's,
// which stops what could miss the vote, and corosync's: the daemon's unit starts
// corosync's along with it.
type Left struct{}

// On stops the daemon, and removes the certificate that the arbiter would take.
func (Left) On(h *recipes.Host) error {
	h.Do(off{systemd.Off(deviceUnit)}, file.Absent{Path: deviceConfig, Recursive: true})
	return nil
}

// off is a unit that nothing here installs: where it is not, that will last.
type off struct{ systemd.Unit }

var (
	_ tasks.Task    = off{}
	_ tasks.Sampler = off{}
)

// Plan is that of the unit.
func (o off) Plan(got string) (tasks.Change, error) {
	c, err := o.Unit.Plan(got)
	c.Tentative = ""
	return c, err
}

// Sample is that of the unit.
func (o off) Sample() (before, after string) { return o.Unit.Sample() }
