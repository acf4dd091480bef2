package runner

import (
	"fmt"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/tasks"
)

// TaskError says that a task failed on a host. Its cause may be a
// [*ScriptError], a [*DriftError], a [*TimeoutError], a [*RebootError], a
// [*PanicError], or the error that Plan returned.
type TaskError struct {
	Host, Stage, Task string
	Err               error
}

func (e *TaskError) Error() string {
	return fmt.Sprintf("%s: %s: %s: %v", e.Host, e.Stage, e.Task, e.Err)
}

// Unwrap returns the cause.
func (e *TaskError) Unwrap() error { return e.Err }

// ScriptError says that a probe or a remedy exited with a status that is not
// success. Stderr is everything that it printed there.
type ScriptError struct {
	What   string // "probe", "remedy", "preview" or "rank"
	Status int    // exit status
	Stderr string
}

func (e *ScriptError) Error() string {
	s := fmt.Sprintf("%s exited with status %d", e.What, e.Status)
	if line := lastLine(e.Stderr); line != "" {
		s += ": " + line
	}
	return s
}

// DriftError says that a remedy ran without error and its probe still
// differs: the remedy does not do what the plan says, or something undoes it.
// In the error of a run, Left has no scripts.
type DriftError struct{ Left tasks.Change }

func (e *DriftError) Error() string {
	s := e.Left.Steps[0]
	return fmt.Sprintf("applied without error, but %s is still %q, want %q", s.Field, s.Was, s.Want)
}

// TimeoutError says that a script took too long. It was ended on the host, with
// all that it had started and that was still in its process group.
type TimeoutError struct {
	What  string // "probe", "remedy", "preview" or "rank", or "script" for one that is no task's
	Limit time.Duration
	Line  string // the last that it printed; may be empty, as where all of it is told
}

func (e *TimeoutError) Error() string {
	s := fmt.Sprintf("%s was ended after %s, which is its limit", e.What, e.Limit)
	if e.Line != "" {
		s += "; the last that it printed: " + e.Line
	}
	return s
}

// HostError says that a host was unreachable or lost, and why. The cause is
// often a [*transport.UnreachableError] or a [*transport.BecomeError].
type HostError struct {
	Host string
	Lost bool   // the connection broke during the run; otherwise it never stood
	Task string // whose remedy was under way then, and is reported as failed; or empty
	Err  error
}

func (e *HostError) Error() string {
	if e.Task != "" {
		return fmt.Sprintf("%s: %s: %v", e.Host, e.Task, e.Err)
	}
	return fmt.Sprintf("%s: %v", e.Host, e.Err)
}

// Unwrap returns the cause.
func (e *HostError) Unwrap() error { return e.Err }

// LockedError says that another run holds a host's lock.
type LockedError struct {
	Host   string
	Holder string // who holds it, as that run wrote it
}

func (e *LockedError) Error() string {
	return fmt.Sprintf("%s: another run holds the lock: %s", e.Host, e.Holder)
}

// StoppedError says that a host began nothing any more, because more of the
// others had failed than the stage, or an earlier one, puts up with (see
// [recipes.Stage.MaxFail]). What it owes stays owed.
type StoppedError struct{ Host, Stage string }

func (e *StoppedError) Error() string {
	return fmt.Sprintf("%s: %s: not done, because another host has failed", e.Host, e.Stage)
}

func lastLine(s string) string {
	s = strings.TrimSpace(s)
	return s[strings.LastIndexByte(s, '\n')+1:]
}
