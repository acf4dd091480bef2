// Package tasks defines what a task is: a question to ask a host, and a pure
// function from the answer to what must change.
package tasks

import (
	"fmt"
	"time"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// A Task is one desired fact about a host, such as "this file has this
// content". It never touches a host: it hands the runner a script that reads
// the state, and is handed back what the script printed. That is why check
// mode cannot lie: check and apply make the same two calls.
//
// A Task is plain data: two tasks with equal fields are the same task. Its
// methods must be safe for concurrent use.
type Task interface {
	// String names the task in output, e.g. "file /etc/hosts". It must be
	// unique among the tasks of one host.
	String() string

	// Probe returns the script that reads the state. It must not change the
	// host, and must print the same bytes for the same state: no clocks, no
	// process ids. A non-zero exit means "could not look" and fails the task
	// before Plan is called; what is not there must be printed, not failed.
	//
	// Every script of a task finds in $hrun_state the directory in which hrun
	// keeps what it has to remember on the host, and in $hrun_ahead by how many
	// whole seconds the clock of the host was ahead of that of the machine that
	// hrun runs on when its shell was started (negative: behind): so a look at
	// the clock needs no clock. The time that the shell took to start counts as
	// ahead. It is empty where the host has no date +%s, which is "could not
	// look".
	Probe() sh.Script

	// Plan compares got, what Probe printed on standard output, with what the
	// task wants. It must be a pure function of the task and got: the runner
	// may call it early, and act on it later if the probe still prints got.
	// It returns a Change without steps when nothing differs. An error says that got
	// cannot be judged, e.g. because a package is missing: it fails the host,
	// unless an earlier task has a change pending that may be the cure. A
	// Change that comes with an error is what will probably be done once the
	// cause is gone: check mode shows it, and nothing ever does it.
	Plan(got string) (Change, error)
}

// Secretive is a task or an [Action] that knows secrets. The runner masks them,
// by value, line by line and in the usual encodings, in everything that a run
// prints. What is shorter than four bytes is not masked.
type Secretive interface {
	Secrets() []sh.Secret
}

// Change is an ordered list of differences, each with the script that removes
// it. A Change without steps means that the host already is as the task wants it.
type Change struct {
	Steps []Step

	// Found is one line for a person: what was seen, whether or not it differs,
	// such as "2 of 2 votes". It is shown with the outcome of the task, also of
	// one that is as wanted, and of one that cannot be judged. Empty where there
	// is nothing worth a look. Never a secret.
	Found string

	// Tentative says, where there are no steps, why that may not last: the
	// state is as wanted only because something is missing that an earlier
	// change may bring, as a unit that must not run and is not installed. In
	// check mode the task then waits for the changes that are pending.
	Tentative string

	// Reboots says, where it is not 0, that the last step reboots the host and
	// how long that may take at most. The script of that step must not end
	// before the host goes down, or must fail. The runner waits for a new boot
	// id on a fresh connection, and then probes and plans the task anew.
	Reboots time.Duration

	// Waits says that the steps only wait for what is under way, and may be done
	// again: where the connection is lost meanwhile, the task is probed and
	// planned anew. With Reboots the host may boot by itself until then, and
	// need not; without it, it does not.
	Waits bool
}

// Step is one difference and its remedy. Keeping both in one value is what
// stops a diff from showing something that apply does not do, or the reverse.
type Step struct {
	Field     string // what differs, e.g. "mode"
	Was, Want string // as shown to a person; contents may span lines; never a secret
	Do        sh.Script

	// Preview is an optional read-only script. The runner runs it in check
	// mode only and shows what it prints: what else the change would do, such
	// as which cluster resources would restart. A non-zero exit means that
	// the change would be refused, and fails the task in check.
	Preview sh.Script

	// Upload is an optional file of the machine that hrun runs on, which the
	// runner brings to the host before Do runs there. Do finds it, readable
	// for the user that it runs as, at the path in $hrun_upload, and may move
	// it away from there; what is left is removed. One step of a change may
	// have one.
	Upload *Upload
}

// Upload is a local file that a remedy needs on the host.
type Upload struct {
	Path   string // on the machine that hrun runs on
	Size   int64  // in bytes
	SHA256 string // 64 hexadecimal digits; a file that has changed since is refused
}

// Differ adds a step unless was equals want.
func (c *Change) Differ(field, was, want string, do sh.Script) {
	if was != want {
		c.Steps = append(c.Steps, Step{Field: field, Was: was, Want: want, Do: do})
	}
}

// Empty reports whether nothing has to change.
func (c Change) Empty() bool { return len(c.Steps) == 0 }

// Script returns the remedies in order, stopping at the first that fails. Each
// has a shell of its own, and may exit.
func (c Change) Script() sh.Script {
	s := make([]sh.Script, len(c.Steps))
	for i, st := range c.Steps {
		s[i] = sh.Subshell(st.Do)
	}
	return sh.Lines(s...)
}

// Upload returns what the change uploads, or nil.
func (c Change) Upload() *Upload {
	for _, s := range c.Steps {
		if s.Upload != nil {
			return s.Upload
		}
	}
	return nil
}

// Validate reports a step that names a difference without a remedy, and a
// second upload.
func (c Change) Validate() error {
	first := c.Upload()
	for _, s := range c.Steps {
		if s.Do == "" {
			return fmt.Errorf("%s differs (%q, want %q) but has no remedy", s.Field, s.Was, s.Want)
		}
		if s.Upload != nil && s.Upload != first {
			return fmt.Errorf("%s uploads %s, and only one step of a change may upload a file", s.Field, s.Upload.Path)
		}
	}
	return nil
}
