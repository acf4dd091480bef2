package human_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/report/human"
)

func TestTasksThatWaitForOneReasonAreOneLine(t *testing.T) {
	wait := func(stage, host, name, why string) report.Event {
		return with(task(stage, host, name, report.Waiting), func(e *report.Event) { e.Err = errors.New(why) })
	}
	const unmade = " is not made yet: the stage machines would make it"
	events := []report.Event{
		wait("nodes", "a", "file 1", "a"+unmade),
		wait("nodes", "b", "file 1", "b"+unmade),
		wait("nodes", "a", "file 2", "a"+unmade),
		task("nodes", "a", "file 3", report.OK),
		wait("nodes", "a", "file 4", "a"+unmade),
		wait("nodes", "a", "unit x", "x is not installed"),
		with(task("nodes", "a", "file 5", report.Planned), func(e *report.Event) { e.Steps = []report.Step{{Field: "mode", Was: "1", Want: "2"}} }),
		wait("nodes", "b", "file 2", "b"+unmade),
		with(wait("nodes", "b", "file 3", "b"+unmade), func(e *report.Event) { e.Steps = []report.Step{{Field: "mode", Was: "1", Want: "2"}} }),
		wait("nodes", "b", "file 4", "b"+unmade),
		wait("more", "b", "file 1", "b"+unmade),
		wait("more", "b", "file 2", "b"+unmade),
		{Kind: report.Done, Time: at, Summary: &report.Summary{Check: true, Hosts: map[string]report.Counts{"b": {Waiting: 6}}}},
	}
	show := func(o human.Options) string {
		var b strings.Builder
		o.Hosts = []string{"a", "b"}
		r := human.New(&b, o)
		for _, e := range events {
			r.Report(e)
		}
		r.Close()
		return b.String()
	}
	const want = `nodes
  waiting  a  3 tasks  a is not made yet: the stage machines would make it
  waiting  a  unit x  x is not installed
  planned  a  file 5  mode: 1 -> 2
  waiting  b  2 tasks  b is not made yet: the stage machines would make it
  waiting  b  file 3  mode: 1 -> 2, b is not made yet: the stage machines would make it
  waiting  b  file 4  b is not made yet: the stage machines would make it
more
  waiting  b  2 tasks  b is not made yet: the stage machines would make it

b  ok=0  changed=0  unreachable=0  failed=0  skipped=0  planned=0  waiting=6
`
	if got := show(human.Options{}); got != want {
		t.Error(got)
	}
	if got := show(human.Options{Verbose: true}); strings.Contains(got, " tasks ") || strings.Count(got, "waiting  b") != 6 {
		t.Error(got)
	}
	events = events[:len(events)-1] // a run that was cut short
	if got := show(human.Options{}); !strings.HasSuffix(got, "  waiting  b  2 tasks  b"+unmade+"\n") {
		t.Error(got)
	}
}
