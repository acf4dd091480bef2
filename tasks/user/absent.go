package user

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// validateAbsent reports a user who shall be absent and be something as well,
// and root.
func (u User) validateAbsent() error {
	if u.Name == "root" {
		return errors.New("root is not removed")
	}
	texts := u.Group + u.Home + u.Shell + u.Comment + string(u.Lock) + u.Expires
	if u.UID != 0 || texts != "" || len(u.Groups.Names) > 0 || u.Groups.Exact || u.CreateHome || u.System || u.KeepPassword || !u.Password.IsZero() {
		return errors.New("an absent user has no more than a name")
	}
	return nil
}

// probeAbsent prints "user" and an entry of passwd(5), "absent" or "foreign",
// and whether there are tools.
func (u User) probeAbsent() sh.Script { return sh.Lines(sh.Group(lookUser(u.etc, u.Name)), tools) }

// planAbsent removes a user who is there, but none whose number is 0.
func (u User) planAbsent(got string) (c tasks.Change, err error) {
	head, rest, _ := strings.Cut(got, "\n")
	now, err := parseEntry(u.Name, head)
	if err != nil || !now.there {
		return c, err
	}
	if now.uid == "0" {
		return c, fmt.Errorf("user %s has the user id 0, as root has, and is not removed", u.Name)
	}
	was, remove := "present", sh.Cmd("userdel", u.Name)
	if u.RemoveHome {
		was, remove = "present, home "+now.home, sh.Cmd("userdel", "-r", u.Name)
	}
	c.Differ("user", was, "absent", remove)
	return needing(rest == "tools\n", c)
}
