package packages

import (
	"fmt"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Lists wants the lists of packages of a Debian host, by which apt knows what
// there is to install, to be no older than that, or than the sources. The other
// tasks of this package fetch them by themselves where they need to; this one
// is for who has to know what there is before anything is done, such as a host
// that is taken out of service for an upgrade only if there is one.
type Lists struct {
	CacheAge    time.Duration // as in Set
	LockTimeout time.Duration // as in Set
}

var (
	_ tasks.Task    = Lists{}
	_ tasks.Sampler = Lists{}
)

// String returns "lists of packages".
func (Lists) String() string { return "lists of packages" }

// Validate reports negative times.
func (l Lists) Validate() error {
	return Upgraded{CacheAge: l.CacheAge, LockTimeout: l.LockTimeout}.Validate()
}

func (l Lists) age() time.Duration { return Set{CacheAge: l.CacheAge}.age() }

// Probe prints "new" or "old".
func (l Lists) Probe() sh.Script {
	return apt{}.present() + ` || { echo 'this is no host with apt and dpkg' >&2; exit 1; }
if ` + oldLists(l.age()) + `; then echo old; else echo new; fi`
}

// Plan fetches old lists. Where that fails, they are still old, and so has the
// task.
func (l Lists) Plan(got string) (c tasks.Change, err error) {
	switch got {
	case "new\n":
	case "old\n":
		c.Differ("age", fmt.Sprintf("more than %v, or than the sources", l.age()), "less", sh.Lines(sh.Group(await(aptLocks, "", l.LockTimeout)), sh.Group(fetch)))
	default:
		return c, fmt.Errorf("the probe printed %q, want old or new", got)
	}
	return c, nil
}

// Sample is of a host with old lists.
func (Lists) Sample() (before, after string) { return "old\n", "new\n" }
