package nspawn

import (
	"fmt"
	"strings"
)

// CannotError says that a machine cannot run containers, and what would help.
type CannotError struct {
	Missing  []string // in words
	Packages []string // Debian packages that have some of it
}

func (e *CannotError) Error() string {
	s := "missing: " + strings.Join(e.Missing, ", ")
	if len(e.Packages) > 0 {
		s += "; say: apt-get install " + strings.Join(e.Packages, " ")
	}
	return s + "; or use machines of your own: set provider: existing in vm: and point ansible_host at them"
}

// ChangedError says that a machine exists and is described differently now.
type ChangedError struct {
	Machine   string
	Was, Want string // one difference a line
}

func (e *ChangedError) Error() string {
	return fmt.Sprintf("%s was made as %q and is now described as %q; making it anew would lose its data: "+
		"run recipes/vm/down first, or allow it with remake: true in vm:", e.Machine, e.Was, e.Want)
}
