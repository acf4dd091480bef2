package upgrade

import (
	"time"

	"github.com/hrun-dev/hrun/recipes/hapx"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/packages"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// software wants the packages of a node new, as [packages.Upgraded] does, while
// it is in standby. It says what becomes of the node where they cannot be
// upgraded.
type software struct {
	Upgraded packages.Upgraded
	Node     string
}

var (
	_ tasks.Task    = software{}
	_ tasks.Sampler = software{}
)

// newSoftware is what the parameters want. That the lists of packages are new
// is seen to before, so that they alone are never a reason to take a turn.
func newSoftware(u hapx.Upgrade, node string) software {
	s := software{packages.Upgraded{CacheAge: u.Lists + 24*time.Hour}, node}
	if !u.All {
		s.Upgraded.Sources = u.Sources
	}
	return s
}

func (s software) String() string {
	if len(s.Upgraded.Sources) > 0 {
		return "packages of the cluster upgraded"
	}
	return s.Upgraded.String()
}

// Validate is that of the packages.
func (s software) Validate() error { return s.Upgraded.Validate() }

// Probe is that of the packages.
func (s software) Probe() sh.Script { return s.Upgraded.Probe() }

// Plan is that of the packages.
func (s software) Plan(got string) (tasks.Change, error) {
	c, err := s.Upgraded.Plan(got)
	for i, step := range c.Steps {
		c.Steps[i].Do = sh.Subshell(step.Do) + ` || {
	status=$?
	` + sh.Cmd("echo", s.Node+" stays in standby until its packages can be upgraded, by a later run; the nodes after it are as they were") + ` >&2
	exit "$status"
}`
	}
	return c, err
}

// Sample is that of the packages.
func (s software) Sample() (before, after string) { return s.Upgraded.Sample() }
