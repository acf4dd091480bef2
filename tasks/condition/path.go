package condition

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Path wants something to be at a path of the host, and if it says what a
// regular file must contain, that it does. Links are followed.
type Path struct {
	Path     string // absolute
	Not      bool   // wants nothing to be there
	Contains string // one line of a regular file, or a part of one; empty means anything may be there
}

var _ Condition = Path{}

func (p Path) String() string {
	switch {
	case p.Not:
		return p.Path + " is absent"
	case p.Contains != "":
		return fmt.Sprintf("%s contains %q", p.Path, p.Contains)
	}
	return p.Path + " exists"
}

// Validate reports a path that is none, and wishes that contradict each other.
func (p Path) Validate() error {
	err := file.CheckPath(p.Path)
	switch {
	case p.Not && p.Contains != "":
		err = errors.Join(err, errors.New("what is absent contains nothing"))
	case strings.ContainsAny(p.Contains, "\n\x00"):
		err = errors.Join(err, errors.New("what a file must contain is one line"))
	}
	return err
}

// Look looks, as the tasks about files do: what cannot be looked at for want of
// permission is not absent.
func (p Path) Look() sh.Script {
	there := sh.Script("echo 'it is there'; exit 1")
	gone := sh.Script("exit 0")
	if !p.Not {
		there, gone = "exit 0", "echo 'it is absent'; exit 1"
	}
	if p.Contains != "" {
		there = `[ -f "$p" ] || { echo 'it is no regular file'; exit 1; }
grep -qF -e ` + sh.Word(p.Contains) + ` -- "$p"
case $? in 0) exit 0 ;; 1) echo 'it does not contain that'; exit 1 ;; *) exit 2 ;; esac`
	}
	return `p=` + sh.Word(p.Path) + `
seen=$(` + file.Look(p.Path) + `) || exit 2
case $seen in
absent*|missing*) ` + gone + ` ;;
link*) [ -e "$p" ] || { ` + gone + `; } ;;
esac
` + there
}
