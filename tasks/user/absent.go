package user

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Absent wants no user of that name. A user who has processes is not removed,
// and the task fails. A group of the same name that has no other member goes
// with the user, userdel(8).
type Absent struct {
	Name string

	// RemoveHome also removes the home directory and the mail of a user that
	// is removed. What is left of one that is gone already stays.
	RemoveHome bool

	etc string // empty means /etc
}

// GroupAbsent wants no group of that name. One that is the primary group of a
// user is not removed, and the task fails.
type GroupAbsent struct {
	Name string

	etc string // empty means /etc
}

var (
	_ tasks.Task    = Absent{}
	_ tasks.Sampler = Absent{}
	_ tasks.Task    = GroupAbsent{}
	_ tasks.Sampler = GroupAbsent{}
)

// Validate reports a bad name, and root.
func (a Absent) Validate() error {
	if a.Name == "root" {
		return errors.New("root is not removed")
	}
	return checkName("user", a.Name)
}

// String returns "no user NAME".
func (a Absent) String() string { return "no user " + a.Name }

// Probe prints "user" and an entry of passwd(5), "absent" or "foreign", and
// whether there are tools.
func (a Absent) Probe() sh.Script { return sh.Lines(sh.Group(lookUser(a.etc, a.Name)), tools) }

// Plan removes a user who is there, but none whose number is 0.
func (a Absent) Plan(got string) (c tasks.Change, err error) {
	if err := a.Validate(); err != nil {
		return c, err
	}
	head, rest, _ := strings.Cut(got, "\n")
	now, err := parseEntry(a.Name, head)
	if err != nil || !now.there {
		return c, err
	}
	if now.uid == "0" {
		return c, fmt.Errorf("user %s has the user id 0, as root has, and is not removed", a.Name)
	}
	was, remove := "present", sh.Cmd("userdel", a.Name)
	if a.RemoveHome {
		was, remove = "present, home "+now.home, sh.Cmd("userdel", "-r", a.Name)
	}
	c.Differ("user", was, "absent", remove)
	return needing(rest == "tools\n", c)
}

// Sample is of a host without the user, as is wanted.
func (a Absent) Sample() (before, after string) { return "absent\ntools\n", "absent\ntools\n" }

// Validate reports a bad name, and the group root.
func (g GroupAbsent) Validate() error {
	if g.Name == "root" {
		return errors.New("the group root is not removed")
	}
	return checkName("group", g.Name)
}

// String returns "no group NAME".
func (g GroupAbsent) String() string { return "no group " + g.Name }

// Probe prints what that of [Group] prints.
func (g GroupAbsent) Probe() sh.Script { return lookGroup(g.etc, g.Name) }

// Plan removes a group that is there.
func (g GroupAbsent) Plan(got string) (c tasks.Change, err error) {
	if err := g.Validate(); err != nil {
		return c, err
	}
	now, err := parseGroup(g.Name, got)
	if err != nil || !now.there {
		return c, err
	}
	c.Differ("group", "present, gid "+now.gid, "absent", sh.Cmd("groupdel", g.Name))
	return needing(now.tools, c)
}

// Sample is of a host without the group, as is wanted.
func (g GroupAbsent) Sample() (before, after string) { return "absent\ntools\n", "absent\ntools\n" }
