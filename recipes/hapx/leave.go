package hapx

import (
	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/corosync"
	"github.com/hrun-dev/hrun/recipes/pacemaker"
	"github.com/hrun-dev/hrun/recipes/qdevice"
)

// apart is the role of a node where others are to leave.
func (r Recipe) apart(member corosync.Member) recipes.Role {
	if len(r.Removed) == 0 {
		return recipes.RoleFunc(func(*recipes.Host) error { return nil })
	}
	return corosync.Apart{Member: member}
}

// leave adds the stage in which nodes leave, one after the other, before the
// others go by a configuration without them: as long as they run they may hold
// the address. Those that cannot be reached are skipped here; where one of them
// still is a member, the others refuse to go on without it.
func (r Recipe) leave(p *recipes.Play, removed []inventory.Host) {
	if len(removed) == 0 {
		return
	}
	s := p.Stage("leave", removed, corosync.Spared{Nodes: r.Removed}, pacemaker.Left{}, qdevice.Left{}, corosync.Left{})
	s.Serial = recipes.Batches{recipes.Hosts(1)}
	s.Unreachable = recipes.SkipUnreachable()
}
