// Package plan keeps what a check has found, so that later exactly that can be
// carried out, and nothing else.
//
// A plan holds no secret, and nothing that a secret could be guessed from: it
// is made of the events of a run, in which secrets are masked, and of digests
// that leave them out (see [report.Event]). So a plan cannot tell one secret
// from another: that a secret has changed since is not noticed.
package plan

import (
	"time"

	"github.com/hrun-dev/hrun/runner/report"
)

// Format is the version of the file format that this package writes and reads.
const Format = 1

// Plan is what a check has found, and all that the play is built again from.
type Plan struct {
	Format    int       `json:"hrun_plan"`
	Hrun      string    `json:"hrun"` // the version that made it
	Made      time.Time `json:"made"`
	Recipes   []string  `json:"recipes"`
	Inventory []string  `json:"inventory"`            // files and directories are absolute
	Limit     string    `json:"limit,omitempty"`      // a pattern of hosts; empty lets all through
	Extra     []string  `json:"extra_vars,omitempty"` // assignments of variables
	Withheld  []string  `json:"withheld,omitempty"`   // names of variables whose assignments hold secrets
	Hosts     []string  `json:"hosts"`                // of the inventory
	Tasks     []Task    `json:"tasks"`                // by host and, for each host, in the order in which they are done
}

// Task is what a check has found out about one task of one host.
type Task struct {
	Host   string        `json:"host"`
	Stage  string        `json:"stage"`
	Task   string        `json:"task"`
	Result report.Result `json:"result"` // OK, Planned or Waiting
	Steps  []Step        `json:"steps,omitempty"`
	Why    string        `json:"why,omitempty"`    // of a Waiting task: what cannot be judged
	Digest string        `json:"digest,omitempty"` // of what would be done, see [report.Event]
}

// Step is one difference as shown.
type Step struct {
	Field string `json:"field"`
	Was   string `json:"was"`
	Want  string `json:"want"`
}

// of returns the task that an event tells of.
func of(e report.Event) Task {
	t := Task{Host: e.Host, Stage: e.Stage, Task: e.Task, Result: e.Result, Digest: e.Digest}
	for _, s := range e.Steps {
		t.Steps = append(t.Steps, Step{s.Field, s.Was, s.Want})
	}
	if e.Result == report.Waiting && e.Err != nil {
		t.Why = e.Err.Error()
	}
	return t
}
