package health

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Look is a check that a script can make. It changes nothing.
type Look struct {
	Name string // what is well where nothing is wrong

	// Script is read-only. It prints one line: what it found, and exits 0, or
	// what is wrong, and exits 1. With any other status it could not look.
	Script sh.Script

	Remedy string // what to do where something is wrong
}

var (
	_ tasks.Task    = Look{}
	_ tasks.Sampler = Look{}
)

func (l Look) String() string { return l.Name }

// Validate reports what is missing.
func (l Look) Validate() error {
	if l.Name == "" || l.Script == "" {
		return errors.New("a look needs a name and a script")
	}
	return nil
}

// Probe prints "well" or "wrong", and what the script said.
func (l Look) Probe() sh.Script {
	return `said=$(
` + sh.Group(l.Script) + `
)
case $? in
0) printf 'well %s\n' "$said" ;;
1) printf 'wrong %s\n' "$said" ;;
*) printf '%s\n' "$said" >&2; exit 2 ;;
esac`
}

// Plan finds what the script found, or returns [Faults].
func (l Look) Plan(got string) (c tasks.Change, err error) {
	how, said, _ := strings.Cut(strings.TrimSpace(got), " ")
	said = strings.Join(strings.Fields(said), " ")
	switch how {
	case "well":
		c.Found = said
		return c, nil
	case "wrong":
		return c, Faults{{said, l.Remedy}}
	}
	return c, fmt.Errorf("the probe printed %q, want well or wrong", got)
}

// Sample is of a host where all is well.
func (Look) Sample() (before, after string) { return "well\n", "well\n" }
