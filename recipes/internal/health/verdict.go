package health

import (
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Verdict is a task whose outcome is known when it is made: what several hosts
// have said is judged by then. See [Together].
type Verdict struct {
	Name   string
	Found  string
	Faults Faults
}

var (
	_ tasks.Task    = Verdict{}
	_ tasks.Sampler = Verdict{}
)

func (v Verdict) String() string { return v.Name }

// Probe has nothing to look at.
func (Verdict) Probe() sh.Script { return "" }

// Plan returns what was found, and the faults.
func (v Verdict) Plan(string) (tasks.Change, error) {
	return tasks.Change{Found: v.Found}, v.Faults.Err()
}

// Sample prints nothing, as the probe does.
func (Verdict) Sample() (before, after string) { return "", "" }
