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

// tellInSync reports a task that has nothing left to do. Where it had, and was
// interrupted in that, it is told what it was.
func (h *host) tellInSync(i int, d decision) {
	switch w := &h.work[i]; {
	case w.said: // a chain has come beyond a task that has to be tried again
	case w.begun != nil:
		begun := *w.begun
		begun.change.Found = d.change.Found
		h.tell(i, report.Changed, begun)
	default:
		h.tell(i, report.OK, d)
	}
}

// tellChanged reports a task whose change is verified.
func (h *host) tellChanged(i int, d decision) {
	if w := &h.work[i]; w.begun != nil {
		found := d.change.Found
		d.change = w.begun.change
		d.change.Found = found
	}
	if !h.work[i].said {
		h.tell(i, report.Changed, d)
	}
}

func (h *host) tellExpect(i int, r report.Result, d decision, expect []string) {
	h.work[i].said = true
	h.losses = 0
	h.whose(i).count(r)
	e := h.event(i, r, d)
	if e.Tries = h.work[i].failures; r != report.Failed {
		e.Tries++
	}
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
	var broke *PanicError
	if errors.As(d.err, &broke) {
		e.Stderr = broke.Stack
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
	if errors.As(h.err, new(*StoppedError)) || errors.As(h.err, new(*UnmadeError)) {
		why.err = h.err
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

// scriptStarted and scriptPrinted feed live displays, and the watch. A probe
// is worth a line only if it takes long.
func (h *host) scriptStarted(k wire.Kind, task int) {
	h.watch.Load().started(k, task)
	if k == wire.Applied {
		h.running.Store(int64(task) + 1)
		h.progress(task, "")
	}
}

func (h *host) scriptPrinted(k wire.Kind, task int, line string) {
	h.watch.Load().printed(line)
	if k == wire.Applied {
		h.progress(task, line)
	}
}

// idle says that nothing is under way on the host.
func (h *host) idle() { h.say(report.Event{Kind: report.Progress, Host: h.Name}) }

// probing says which probe it is that takes so long.
func (h *host) probing(task int) {
	w := &h.work[task]
	h.say(report.Event{Kind: report.Progress, Stage: w.stage, Host: h.Name, Task: "probing", Line: w.Task.String()})
}

func (h *host) progress(task int, line string) {
	w := &h.work[task]
	h.say(report.Event{Kind: report.Progress, Stage: w.stage, Host: h.whose(task).Name, Task: w.Task.String(), Line: line})
}
