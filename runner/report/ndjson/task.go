package ndjson

import "github.com/hrun-dev/hrun/runner/report"

// task is one task or handler of one host that has ended.
type task struct {
	head
	Stage  string        `json:"stage"`
	Host   string        `json:"host"`
	Task   string        `json:"task"`
	Result report.Result `json:"result"`
	Found  string        `json:"found,omitempty"`
	Steps  []step        `json:"steps,omitempty"`
	Digest string        `json:"digest,omitempty"` // in check mode, where the task differs
	Error  string        `json:"error,omitempty"`
	Stderr string        `json:"stderr,omitempty"`
	Hint   string        `json:"hint,omitempty"`
	TookMS int64         `json:"took_ms"`
	Tries  int           `json:"tries,omitempty"` // where it was tried more than once
}

// step is one difference. Diff is there if a side spans lines, Expect if the
// task could foresee what the change does besides.
type step struct {
	Field  string `json:"field"`
	Was    string `json:"was"`
	Want   string `json:"want"`
	Diff   string `json:"diff,omitempty"`
	Expect string `json:"expect,omitempty"`
}

func newTask(e report.Event) task {
	t := task{
		head: newHead(e.Time, "task"), Stage: e.Stage, Host: e.Host, Task: e.Task, Result: e.Result, Found: e.Found, Digest: e.Digest,
		Error: text(e.Err), Stderr: e.Stderr, Hint: e.Hint, TookMS: e.Took.Milliseconds(),
	}
	if e.Tries > 1 {
		t.Tries = e.Tries
	}
	for _, s := range e.Steps {
		t.Steps = append(t.Steps, step{s.Field, s.Was, s.Want, s.Diff(), s.Expect})
	}
	return t
}
