package apt

import (
	"slices"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Absent wants none of the named packages to be installed. What depends on
// them is removed with them: check mode shows what that is.
type Absent struct {
	Names       []string
	Purge       bool          // also remove configuration files
	LockTimeout time.Duration // as in [Packages]
}

var _ tasks.Task = Absent{}

// String returns "apt absent NAME...".
func (a Absent) String() string { return "apt absent " + strings.Join(a.Names, " ") }

// Validate reports what is not the name of a package, and negative times.
func (a Absent) Validate() error { return validate(a.Names, a.LockTimeout, 0) }

// Probe lists what dpkg knows of the packages.
func (a Absent) Probe() sh.Script { return query(a.Names) }

// Plan has one step for all packages of which something is left.
func (a Absent) Plan(got string) (tasks.Change, error) {
	var c tasks.Change
	known, err := parse(got)
	if err != nil {
		return c, err
	}
	var left, was, want []string
	for _, name := range a.Names {
		i := slices.IndexFunc(known.states(name), a.remains)
		if i < 0 {
			continue
		}
		left = append(left, name)
		was = append(was, name+" "+known.states(name)[i])
		want = append(want, name+" "+unknown)
	}
	if left == nil {
		return c, nil
	}
	c.Steps = []tasks.Step{{
		Field:   "packages",
		Was:     strings.Join(was, "\n"),
		Want:    strings.Join(want, "\n"),
		Do:      a.remove(left),
		Preview: sh.Cmd("apt-get", append([]string{a.verb(), "-s", "-q", "-o", "Dir::Cache::pkgcache=", "-o", "Dir::Cache::srcpkgcache="}, left...)...),
	}}
	return c, nil
}

// remains reports whether a package in that state still has what must go.
func (a Absent) remains(state string) bool {
	return state != unknown && (state != "config-files" || a.Purge)
}

func (a Absent) verb() string {
	if a.Purge {
		return "purge"
	}
	return "remove"
}

func (a Absent) remove(names []string) sh.Script {
	return sh.Lines(
		sh.Group(await(lockFiles, a.LockTimeout)),
		sh.Group(repair),
		get(a.LockTimeout, []string{a.verb()}, names),
	)
}
