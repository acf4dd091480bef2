package apt

import (
	"slices"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Packages wants every named package to be installed, at any version. Those
// that are missing are installed in one transaction.
//
// A name is one that dpkg-query knows, e.g. "corosync" or "libc6:i386". A
// virtual package, which others provide, is refused: it never counts as
// installed.
type Packages struct {
	Names      []string
	Recommends bool // also install what the packages recommend

	// LockTimeout bounds the wait for another package manager on the host,
	// e.g. the one of unattended upgrades. 0 means 5 minutes. Parts of a
	// second are rounded up.
	LockTimeout time.Duration

	// CacheAge is how old the lists of available packages may be; older ones
	// are fetched again before an installation. They are fetched in any case
	// where a package is unknown or the sources have changed. 0 means 1 hour;
	// parts of a minute do not count, and less than a minute is one.
	CacheAge time.Duration
}

var _ tasks.Task = Packages{}

// String returns "apt NAME...".
func (p Packages) String() string { return "apt " + strings.Join(p.Names, " ") }

// Validate reports what is not the name of a package, and negative times.
func (p Packages) Validate() error {
	return validate(p.Names, p.LockTimeout, p.CacheAge)
}

// Probe lists what dpkg knows of the packages.
func (p Packages) Probe() sh.Script { return query(p.Names) }

// Plan has one step for all packages that are not fully installed.
func (p Packages) Plan(got string) (tasks.Change, error) {
	var c tasks.Change
	known, err := parse(got)
	if err != nil {
		return c, err
	}
	var missing, was, want []string
	for _, name := range p.Names {
		states := known.states(name)
		if !slices.Contains(states, installed) {
			missing = append(missing, name)
			was = append(was, name+" "+states[0])
			want = append(want, name+" "+installed)
		}
	}
	c.Differ("packages", strings.Join(was, "\n"), strings.Join(want, "\n"), p.install(missing))
	return c, nil
}

func (p Packages) install(names []string) sh.Script {
	args := []string{"install", "--no-install-recommends"}
	if p.Recommends {
		args[1] = "--install-recommends"
	}
	return sh.Lines(
		sh.Group(await(lockFiles, p.LockTimeout)),
		sh.Group(repair),
		sh.Group(refresh(names, p.CacheAge)),
		sh.Group(exist(names)),
		get(p.LockTimeout, args, names),
	)
}
