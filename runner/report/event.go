// Package report says what a run does, while it does it. Every reporter is
// handed the same events, so that the human and the machine form of a run
// cannot disagree.
package report

import "time"

// Event is one thing that happened.
type Event struct {
	Kind   Kind
	Time   time.Time
	Stage  string
	Host   string // inventory name
	Task   string // empty for Host and Summary events
	Result Result // of a Task or Host event
	Found  string // of a Task event: what was seen, in one line; may be empty
	Steps  []Step // of a Task event whose task differs
	Digest string // of a Task event in check mode whose task differs: tells what would be done, secrets left out; 64 hexadecimal digits
	Err    error  // of a Failed or Waiting task, of an Unreachable or Lost host
	Hint   string // what a person can do about Err; may be empty
	Stderr string // what the failed command printed, verbatim but for secrets
	Took   time.Duration
	Tries  int    // of a Task event: how often the task was tried; 0 is the same as 1
	Line   string // of a Progress event: the last line the running step printed; empty when it starts. Task is then also "connecting" or "probing", or empty once nothing runs

	Warning string   // of a Warning event: a danger in what is described
	Summary *Summary // of a Summary event
}

// Kind tells events apart.
type Kind string

// The kinds of event. Progress is for live displays only.
const (
	Task     Kind = "task"
	Host     Kind = "host"
	Progress Kind = "progress"
	Warning  Kind = "warning" // as soon as it is known, mostly before the first stage; each is sent once
	Done     Kind = "summary" // the last event of a run, always sent
)

// Result says how a task or a host ended.
type Result string

// The results of a task, and of a host.
const (
	OK      Result = "ok"      // was as wanted
	Planned Result = "planned" // check mode: would change
	Changed Result = "changed" // was changed, and probed again
	Waiting Result = "waiting" // check mode: cannot be judged before an earlier planned change is made
	Failed  Result = "failed"
	Skipped Result = "skipped" // not done, because an earlier task or stage of the host failed

	Unreachable Result = "unreachable" // host: could not be reached or logged in to
	Lost        Result = "lost"        // host: the connection broke during the run
)

// Step is one difference as shown.
type Step struct {
	Field, Was, Want string
	Expect           string // check mode: what the change is expected to do besides
}

// Summary is the outcome of a run.
type Summary struct {
	Check   bool
	Elapsed time.Duration
	Hosts   map[string]Counts // by inventory name
}

// Counts is the outcome of a run on one host.
type Counts struct {
	OK, Planned, Changed, Waiting, Failed, Skipped int
	Unreachable                                    bool
	Trips                                          int // batches of programs sent to the host
}

// Reporter receives the events of a run, one at a time and in order.
type Reporter interface{ Report(Event) }

// Func is a function used as a Reporter.
type Func func(Event)

// Report calls f.
func (f Func) Report(e Event) { f(e) }

// Tee hands every event to each of the reporters in turn.
func Tee(rs ...Reporter) Reporter {
	return Func(func(e Event) {
		for _, r := range rs {
			r.Report(e)
		}
	})
}
