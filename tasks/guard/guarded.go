package guard

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Guarded does something to the host for a while: first it arms the guard that
// takes it back. In a later stage, [Undone] has the guard do so; until then, the
// task has nothing more to do.
type Guarded struct {
	Guard Guard
	Title string // in words, e.g. "standby of node1"; empty: the guard's name

	Do sh.Script // what is done; empty: only the guard is armed

	// Only is a read-only script that exits 0 where this is to be done on this
	// host, and 1 where it is not; any other status means that it could not
	// look. Empty: it is.
	Only sh.Script

	Was, Want string // how the difference is shown; empty: "no" and "yes"
}

var _ tasks.Task = Guarded{}

// Validate reports what the guard's own Validate does, and a title of several
// lines.
func (g Guarded) Validate() error {
	if strings.ContainsAny(g.Title, "\n\r") {
		return fmt.Errorf("title %q is not one line", g.Title)
	}
	return g.Guard.Validate()
}

func (g Guarded) String() string { return title(g.Title, g.Guard.Name) }

// Probe prints the state of the guard, as that of [Undone] does, or "elsewhere"
// where there is none and this is not the host.
func (g Guarded) Probe() sh.Script {
	probe := g.Guard.Look()
	if g.Only != "" {
		probe += `if [ "$state" = none ]; then
	` + sh.Subshell(g.Only) + ` >&2
	case $? in 0) ;; 1) state=elsewhere ;; *) exit 2 ;; esac
fi
`
	}
	return probe + tell
}

// Plan arms the guard, and does what it is for.
func (g Guarded) Plan(got string) (c tasks.Change, err error) {
	state, said, _ := strings.Cut(got, "\n")
	switch state {
	case "stands", "elsewhere":
	case "none":
		was, want := g.Was, g.Want
		if was == "" && want == "" {
			was, want = "no", "yes"
		}
		do := g.Do
		if do != "" {
			do = sh.Subshell(do)
		}
		c.Differ("for a while", was, want, sh.Lines(g.Guard.Arm(), do))
	case "left":
		return c, errors.New(strings.TrimSpace("it has been done before, and what is to take it back has ended without\n" + said))
	default:
		return c, unknown(got)
	}
	return c, nil
}

// Sample says that nothing was done on a new host.
func (Guarded) Sample() (before, after string) { return "none\n", "stands\n" }
