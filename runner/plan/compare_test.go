package plan

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/runner/report"
)

var some = []Task{
	{Host: "a", Stage: "s", Task: "x", Result: report.OK},
	{Host: "a", Stage: "s", Task: "y", Result: report.Planned, Steps: []Step{{"mode", "600", "644"}}, Digest: strings.Repeat("0", 64)},
	{Host: "a", Stage: "s", Task: "z", Result: report.Waiting, Why: "x is missing"},
}

// with returns the tasks with one of them changed.
func with(i int, change func(*Task)) []Task {
	tasks := append([]Task(nil), some...)
	change(&tasks[i])
	return tasks
}

// A plan that a failure has stopped, or that was carried out, is refused the
// next time. The person is told that it is no stranger's doing.
func TestDriftThatIsTheWorkOfThePlan(t *testing.T) {
	done := func(t *Task) { *t = Task{Host: t.Host, Stage: t.Stage, Task: t.Task, Result: report.OK} }
	for name, c := range map[string]struct {
		now  []Task
		want bool
	}{
		"done":                {with(1, done), true},
		"not done, but other": {with(1, func(t *Task) { t.Digest = strings.Repeat("1", 64) }), false},
		"needed again":        {with(0, func(t *Task) { t.Result = report.Planned }), false},
		"gone":                {some[:2], false},
		"new":                 {append(with(1, done), Task{Host: "b", Stage: "s", Task: "x", Result: report.OK}), false},
	} {
		err := &DriftError{Differences: (Plan{Tasks: some}).Compare(c.now)}
		if got := strings.Contains(err.Error(), "all that differs is as described by now"); got != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCompare(t *testing.T) {
	for _, c := range []struct {
		name string
		now  []Task
		want string // what differs
	}{
		{"equal", some, ""},
		{"another order", []Task{some[2], some[0], some[1]}, ""},
		{"another reason to wait", with(2, func(t *Task) { t.Why = "y is missing" }), ""},
		{"another result", with(0, func(t *Task) { t.Result = report.Waiting }), "x ok/waiting"},
		{"another value", with(1, func(t *Task) { t.Steps = []Step{{"mode", "640", "644"}} }), "y planned/planned"},
		{"another script", with(1, func(t *Task) { t.Digest = strings.Repeat("1", 64) }), "y planned/planned"},
		{"one is gone", some[:2], "z waiting/-"},
		{"one is new", append(append([]Task(nil), some...), Task{Host: "b", Stage: "s", Task: "x", Result: report.OK}), "x -/ok"},
		{"one twice", append(append([]Task(nil), some...), some[0]), "x -/ok"},
	} {
		var got []string
		for _, d := range (Plan{Tasks: some}).Compare(c.now) {
			name, then, now := "", "-", "-"
			if d.Then != nil {
				name, then = d.Then.Task, string(d.Then.Result)
			}
			if d.Now != nil {
				name, now = d.Now.Task, string(d.Now.Result)
			}
			got = append(got, name+" "+then+"/"+now)
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestApprover(t *testing.T) {
	approve := Plan{Tasks: some}.Approver()
	planned := report.Event{Host: "a", Stage: "s", Task: "y", Result: report.Planned, Digest: strings.Repeat("0", 64), Steps: []report.Step{{Field: "mode", Was: "600", Want: "644"}}}
	if err := approve(planned); err != nil {
		t.Error(err)
	}
	waiting := planned
	waiting.Task = "z"
	if err := approve(waiting); err != nil {
		t.Errorf("what was unknown is refused: %v", err)
	}
	planned.Steps = []report.Step{{Field: "mode", Was: "640", Want: "644"}}
	var drift *DriftError
	if err := approve(planned); !errors.As(err, &drift) || !drift.Underway {
		t.Error(err)
	}
	if got := drift.Error(); !strings.Contains(got, `not as planned; then: planned; mode "600" -> "644" [00000000]`) || !strings.Contains(got, `mode "640" -> "644"`) {
		t.Error(got)
	}
	planned.Task = "x"
	if err := approve(planned); err == nil {
		t.Error("a change of what was in sync is approved")
	}
}

func TestFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "plan")
	want := Plan{Format: Format, Hrun: "v1", Recipes: []string{"toy"}, Inventory: []string{"/hosts"}, Hosts: []string{"a"}, Tasks: some}
	if err := want.Write(path); err != nil {
		t.Fatal(err)
	}
	got, err := Read(path)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v\n%+v\n%+v", err, got, want)
	}
	if info, err := os.Stat(path); err != nil || info.Mode() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if !Is(path) || Is(filepath.Dir(path)) || Is(path+"x") {
		t.Error("a plan is not told from something else")
	}
}

func TestFileOfAnotherKind(t *testing.T) {
	for _, c := range []struct {
		text string
		is   bool
		err  string
	}{
		{`{"hrun_plan": 2, "hrun": "v9", "new": true}`, true, "has format 2 (made by hrun v9), and this hrun reads format 1"},
		{`{"hrun_plan": 1, "surprise": true}`, true, `unknown field "surprise"`},
		{`{ "hrun_plan": 1,`, true, "unexpected end of JSON input"},
		{"all:\n  hosts:\n", false, ""},
		{`{"all": {"hosts": {}}}`, false, ""},
		{"", false, ""},
	} {
		path := filepath.Join(t.TempDir(), "plan")
		if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := Is(path); got != c.is {
			t.Errorf("%q is a plan: %v", c.text, got)
		}
		if _, err := Read(path); c.is && (err == nil || !strings.Contains(err.Error(), c.err)) {
			t.Errorf("%q: %v", c.text, err)
		}
	}
}

func TestApproverOfAChangeInOtherSurroundings(t *testing.T) {
	then := Task{Host: "a", Stage: "s", Task: "x", Result: report.Planned, Digest: "1", Steps: []Step{{"content", "one\n", "one\ntwo\n"}}}
	approve := Plan{Tasks: []Task{then}}.Approver()
	for _, c := range []struct {
		name, was, want, field string
		ok                     bool
	}{
		{"the same", "one\n", "one\ntwo\n", "content", false}, // but the script is another one
		{"with a line more around it", "one\nthree\n", "one\nthree\ntwo\n", "content", true},
		{"with a line less around it", "", "two\n", "content", true},
		{"of another field", "", "two\n", "mode", false},
		{"which removes a line", "one\nthree\n", "one\ntwo\n", "content", false},
		{"which adds another line", "one\n", "one\nthree\n", "content", false},
		{"which adds it twice", "one\n", "one\ntwo\ntwo\n", "content", false},
	} {
		err := approve(report.Event{
			Host: "a", Stage: "s", Task: "x", Result: report.Planned, Digest: "2",
			Steps: []report.Step{{Field: c.field, Was: c.was, Want: c.want}},
		})
		if (err == nil) != c.ok {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestApproverOfLinesThatChangePlaces(t *testing.T) {
	approve := Plan{Tasks: []Task{{Host: "a", Stage: "s", Task: "x", Result: report.Planned, Steps: []Step{{"content", "1\n2\n", "2\n1\n"}}}}}.Approver()
	for other, ok := range map[report.Step]bool{
		{Field: "content", Was: "1\n2\n", Want: "2\n1\n"}:               true,
		{Field: "content", Was: "allow\ndeny\n", Want: "deny\nallow\n"}: false,
		{Field: "content", Was: "2\n1\n", Want: "1\n2\n"}:               false,
	} {
		err := approve(report.Event{Host: "a", Stage: "s", Task: "x", Result: report.Planned, Steps: []report.Step{other}})
		if (err == nil) != ok {
			t.Errorf("%q -> %q: %v", other.Was, other.Want, err)
		}
	}
}

func TestStepsAreToldByTheirLines(t *testing.T) {
	for _, c := range []struct {
		step Step
		want string
	}{
		{Step{"mode", "600", "644"}, `mode "600" -> "644"`},
		{Step{"content", "a\n", "b\n"}, `content "a\n" -> "b\n"`},
		{Step{"content", "a\nb\nc\n", "a\nc\nd\n"}, `content -"b" +"d"`},
		{Step{"content", "1\n2\n3\n4\n5\n", ""}, `content -"1" -"2" -"3" (-2 more)`},
		{Step{"content", strings.Repeat("x", 70), ""}, `content "` + strings.Repeat("x", 60) + `"… -> ""`},
	} {
		if got := c.step.text(); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
	}
}
