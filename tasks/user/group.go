package user

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Group wants a group in /etc/group. Who is in it is said by each [User].
type Group struct {
	Name   string
	GID    int64 // 0 means any; files keep the old number when it changes
	System bool  // take the number of a new group from those for the system

	// Absent wants no group of that name; nothing else may be given then. One
	// that is the primary group of a user is not removed, and the task fails.
	Absent bool

	etc string // empty means /etc
}

var (
	_ tasks.Task    = Group{}
	_ tasks.Sampler = Group{}
)

// Validate reports a bad name or number, and root's group if it shall go.
func (g Group) Validate() error {
	errs := []error{checkName("group", g.Name), checkID(g.GID)}
	switch {
	case g.Absent && g.Name == "root":
		errs = append(errs, errors.New("the group root is not removed"))
	case g.Absent && (g.GID != 0 || g.System):
		errs = append(errs, errors.New("an absent group has no more than a name"))
	}
	return errors.Join(errs...)
}

// String returns "group NAME".
func (g Group) String() string { return "group " + g.Name }

// Probe prints "group NAME:GID", "absent" or "foreign", and whether there are
// tools.
func (g Group) Probe() sh.Script { return lookGroup(g.etc, g.Name) }

func lookGroup(etc, name string) sh.Script {
	return `found=
while IFS=: read -r name _ id _ || [ -n "$name" ]; do
	if [ "$name" = ` + sh.Word(name) + ` ]; then found=$name:$id; break; fi
done <` + sh.Word(below(etc, "group")) + ` || exit
if [ -n "$found" ]; then
	printf 'group %s\n' "$found"
else
` + foreign("group", name) + `
fi
` + tools
}

// foreign returns the script that prints "foreign" if the host has a name that
// is not in its files, and otherwise "absent". getent(1) exits with 2 for a
// name that no source has; musl has no other source than the files.
func foreign(database, name string) sh.Script {
	return `	if command -v getent >/dev/null; then ` + sh.Cmd("getent", database, name) + ` >/dev/null; else (exit 2); fi
	rc=$?
	case $rc in 0) echo foreign ;; 2) echo absent ;; *) exit $rc ;; esac`
}

// tools prints whether the host has what changes users and groups.
const tools sh.Script = `if command -v useradd >/dev/null; then echo tools; else echo 'no tools'; fi`

func below(etc, file string) string {
	if etc == "" {
		etc = "/etc"
	}
	return etc + "/" + file
}

// seenGroup is what lookGroup has printed.
type seenGroup struct {
	there bool
	gid   string
	tools bool
}

func parseGroup(name, got string) (s seenGroup, err error) {
	head, rest, _ := strings.Cut(got, "\n")
	s.tools = rest == "tools\n"
	if !s.tools && rest != "no tools\n" {
		return s, fmt.Errorf("group %s: probe printed %q, which says nothing about tools", name, rest)
	}
	gid, there := strings.CutPrefix(head, "group "+name+":")
	switch {
	case there:
		s.there, s.gid = true, gid
	case head == "foreign":
		return s, &ForeignError{"group", name}
	case head != "absent":
		return s, fmt.Errorf("group %s: probe printed %q, which is no group", name, head)
	}
	return s, nil
}

// Plan compares the number.
func (g Group) Plan(got string) (c tasks.Change, err error) {
	if err := g.Validate(); err != nil {
		return c, err
	}
	now, err := parseGroup(g.Name, got)
	if err != nil {
		return c, err
	}
	id := strconv.FormatInt(g.GID, 10)
	switch {
	case g.Absent && now.there:
		c.Differ("group", "present, gid "+now.gid, "absent", sh.Cmd("groupdel", g.Name))
	case g.Absent:
	case !now.there:
		c.Differ("group", "absent", g.describe(), sh.Cmd("groupadd", g.arguments()...))
	case g.GID != 0:
		c.Differ("gid", now.gid, id, sh.Cmd("groupmod", "-g", id, g.Name))
	}
	return needing(now.tools, c)
}

// needing returns the change, or a [ToolsError] if it cannot be made.
func needing(tools bool, c tasks.Change) (tasks.Change, error) {
	if !tools && !c.Empty() {
		return tasks.Change{}, &ToolsError{}
	}
	return c, nil
}

func (g Group) describe() string {
	if g.GID != 0 {
		return fmt.Sprintf("present, gid %d", g.GID)
	}
	return "present"
}

func (g Group) arguments() (args []string) {
	if g.System {
		args = append(args, "-r")
	}
	if g.GID != 0 {
		args = append(args, "-g", strconv.FormatInt(g.GID, 10))
	}
	return append(args, g.Name)
}

// Sample is of a host without the group.
func (g Group) Sample() (before, after string) {
	if g.Absent {
		return "absent\ntools\n", "absent\ntools\n"
	}
	id := g.GID
	if id == 0 {
		id = 1000
	}
	return "absent\ntools\n", fmt.Sprintf("group %s:%d\ntools\n", g.Name, id)
}
