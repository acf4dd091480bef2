package file

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Link wants a symbolic link. Another link at Path is replaced in one rename;
// a regular file only with Force; a directory or anything else never: Plan
// returns a [KindError]. Whether the target exists does not matter.
type Link struct {
	Path   string // absolute
	Target string // as it is written into the link: absolute, or relative to the directory of Path
	Force  bool   // replace a regular file
}

var (
	_ tasks.Task    = Link{}
	_ tasks.Sampler = Link{}
)

// Validate reports a bad path, and a target that is empty or not one line.
func (l Link) Validate() error {
	var err error
	if l.Target == "" || strings.ContainsAny(l.Target, "\x00\n") {
		err = fmt.Errorf("target %q is empty, or holds a line feed or NUL", l.Target)
	}
	return errors.Join(CheckPath(l.Path), err)
}

func (l Link) String() string { return "link " + l.Path }

// Probe prints the type and the target.
func (l Link) Probe() sh.Script { return look(l.Path, "", "") }

// Plan compares the target.
func (l Link) Plan(got string) (c tasks.Change, err error) {
	if err := l.Validate(); err != nil {
		return c, err
	}
	was, err := parse(l.Path, got)
	if err != nil {
		return foretell(err, l.point)
	}
	return l.point(was)
}

// point plans from what is there.
func (l Link) point(was state) (c tasks.Change, err error) {
	switch {
	case was.kind == "link":
		c.Differ("target", was.detail, l.Target, l.place())
	case was.kind == "absent":
		c.Differ("link", "absent", "link to "+l.Target, l.place())
	case was.kind == "file" && l.Force:
		c.Differ("link", "file", "link to "+l.Target, l.place())
	case was.kind == "file":
		return c, &KindError{Path: l.Path, Is: "a file, which only Force replaces"}
	default:
		return c, &KindError{Path: l.Path, Is: was.article() + ", which no link replaces"}
	}
	return c, nil
}

// Sample is of a link that is absent first.
func (l Link) Sample() (before, after string) { return "absent\n", "link " + l.Target + "\n" }

// place makes the link under another name and renames it: ln -f would leave a
// moment with no link at all.
func (l Link) place() sh.Script {
	return staged(l.Path, sh.Cmd("ln", "-s", "--", l.Target)+` "./$n"`)
}
