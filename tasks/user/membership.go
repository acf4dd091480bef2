package user

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Membership is the groups that a user is in, other than the primary one. The
// zero Membership leaves them alone. Make one with [In] or [OnlyIn].
type Membership struct {
	Names []string
	Exact bool // no other groups
}

// In is at least these groups.
func In(groups ...string) Membership { return Membership{Names: groups} }

// OnlyIn is these groups and no others.
func OnlyIn(groups ...string) Membership { return Membership{Names: groups, Exact: true} }

func (m Membership) validate() error {
	var errs []error
	for _, name := range m.Names {
		errs = append(errs, checkName("group", name))
	}
	for i, name := range m.Names {
		if slices.Contains(m.Names[:i], name) {
			errs = append(errs, fmt.Errorf("group %s is listed twice", name))
		}
	}
	return errors.Join(errs...)
}

// plan adds the step that brings a user who is in these groups into the wanted
// ones. usermod(8) takes the list as a whole.
func (m Membership) plan(c *tasks.Change, user string, now []string) {
	want := slices.Clone(m.Names)
	if !m.Exact {
		want = append(want, now...)
	}
	slices.Sort(want)
	want = slices.Compact(want)
	was := slices.Sorted(slices.Values(now))
	c.Differ("groups", strings.Join(was, " "), strings.Join(want, " "), sh.Cmd("usermod", "-G", strings.Join(want, ","), user))
}
