package runner

import (
	"errors"
	"time"

	"github.com/hrun-dev/hrun/runner/internal/wire"
	"github.com/hrun-dev/hrun/runner/report"
)

// say hands an event to the reporter, one at a time, with secrets masked.
func (u *run) say(e report.Event) {
	e.Time = time.Now()
	if u.Reporter == nil {
		return
	}
	u.mask.event(&e)
	u.saying.Lock()
	defer u.saying.Unlock()
	u.Reporter.Report(e)
}

// tell reports the outcome of a task and counts it.
func (h *host) tell(i int, r report.Result, d decision) { h.tellExpect(i, r, d, nil) }

func (h *host) tellExpect(i int, r report.Result, d decision, expect []string) {
	h.work[i].said = true
	h.count(r)
	e := h.event(i, r, d)
	if h.Check {
		e.Digest = h.digest(i, d)
	}
	if d.err != nil {
		e.Hint = Hint(d.err)
	}
	var script *ScriptError
	if errors.As(d.err, &script) {
		e.Stderr = script.Stderr
	}
	for j := range expect {
		e.Steps[j].Expect = expect[j]
	}
	h.say(e)
}

// skip reports a task that is not done because of an earlier failure.
func (h *host) skip(i int) {
	if h.work[i].said {
		return
	}
	var why decision
	if stopped := (*StoppedError)(nil); errors.As(h.err, &stopped) {
		why.err = stopped
	}
	h.tell(i, report.Skipped, why)
}

func (h *host) count(r report.Result) {
	c := &h.counts
	switch r {
	case report.OK:
		c.OK++
	case report.Planned:
		c.Planned++
	case report.Changed:
		c.Changed++
	case report.Waiting:
		c.Waiting++
	case report.Failed:
		c.Failed++
	case report.Skipped:
		c.Skipped++
	}
}

// progressStart and progressLine feed live displays. A probe is not worth a
// line; a remedy is, and a preview.
func (h *host) progressStart(k wire.Kind, task int) {
	if k == wire.Applied {
		h.running.Store(int64(task) + 1)
		h.progress(task, "")
	}
}

func (h *host) progressLine(k wire.Kind, task int, line string) {
	if k == wire.Applied {
		h.progress(task, line)
	}
}

func (h *host) progress(task int, line string) {
	w := &h.work[task]
	h.say(report.Event{Kind: report.Progress, Stage: w.stage, Host: h.Name, Task: w.Task.String(), Line: line})
}
