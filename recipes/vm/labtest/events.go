package labtest

import (
	"encoding/json"
	"strings"
	"testing"
)

// Event is a line of -o json, as far as tests look at it.
type Event struct {
	Kind, Stage, Host, Task, Result, Error, Hint, Found, Text string
	Steps                                                     []struct{ Field, Was, Want, Diff, Expect string }
	Hosts                                                     map[string]Counts
}

// Counts is the outcome on one host, of the summary.
type Counts struct {
	OK, Planned, Changed, Waiting, Failed, Skipped, Trips int
	Unreachable                                           bool
}

// Events applies recipes with further arguments, and returns what was told and
// the exit code. The last event is the summary.
func (l *Lab) Events(t testing.TB, args ...string) ([]Event, int) {
	t.Helper()
	out, errs, code := l.Run(t, append([]string{"apply", "-o", "json"}, args...)...)
	if errs != "" {
		t.Logf("standard error: %s", errs)
	}
	var all []Event
	for line := range strings.Lines(out) {
		var e Event
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("not JSON: %q: %v", line, err)
		}
		all = append(all, e)
	}
	if len(all) == 0 || all[len(all)-1].Kind != "summary" {
		t.Fatalf("no summary at the end of\n%s%s", out, errs)
	}
	return all, code
}

// Total adds up the outcomes of all hosts, and the most trips of any of them.
func Total(events []Event) (sum Counts) {
	for _, c := range events[len(events)-1].Hosts {
		sum.OK, sum.Planned, sum.Changed, sum.Waiting = sum.OK+c.OK, sum.Planned+c.Planned, sum.Changed+c.Changed, sum.Waiting+c.Waiting
		sum.Failed, sum.Skipped, sum.Trips = sum.Failed+c.Failed, sum.Skipped+c.Skipped, max(sum.Trips, c.Trips)
		sum.Unreachable = sum.Unreachable || c.Unreachable
	}
	return sum
}
