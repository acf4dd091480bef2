package runner

import (
	"context"
	"errors"
	"fmt"

	"github.com/hrun-dev/hrun/runner/internal/wire"
	"github.com/hrun-dev/hrun/runner/report"
)

// value is what a host said in the course of the run, or why it did not.
type value struct {
	printed string
	err     error
}

// before is what a host was like when the stage began: what other hosts may go
// by in the meantime.
type before struct {
	failed  bool
	pending bool // check mode: changes of it are only planned
}

// mark keeps what the hosts are like between two stages.
func (u *run) mark() {
	for _, h := range u.hosts {
		h.before = before{failed: h.failed(), pending: h.changing()}
	}
}

// changing tells, in check mode, whether the host would be changed.
func (h *host) changing() bool { return h.counts.Planned+h.counts.Waiting > 0 }

// ask asks for what the late tasks in [from, to) are made of, in one trip to
// each host that knows something.
func (h *host) ask(ctx context.Context, from, to int) []value {
	values := make([]value, to-from)
	of := map[string][]int{} // the tasks, by host
	var names []string
	for i := from; i < to; i++ {
		name := h.lateness(i).From.Name
		if of[name] == nil {
			names = append(names, name)
		}
		of[name] = append(of[name], i)
	}
	for _, name := range names {
		h.say(report.Event{Kind: report.Progress, Stage: h.work[from].stage, Host: h.Name, Task: "asking " + name})
		err := h.askHost(ctx, name, of[name], func(i int, v value) { values[i-from] = v })
		for _, i := range of[name] {
			if v := &values[i-from]; err != nil {
				*v = value{err: fmt.Errorf("asking %s: %w", name, err)}
			} else if v.err != nil {
				v.err = fmt.Errorf("asking %s: %w", name, v.err)
			}
		}
	}
	return values
}

// askHost asks one host, which may be at work for itself: its shell is used
// between two batches. An error says that there is no answer at all.
func (h *host) askHost(ctx context.Context, name string, tasks []int, each func(int, value)) error {
	src := h.run.hosts[name]
	switch {
	case src == nil:
		return errLimited
	case src != h && src.before.failed:
		return errBefore
	case src.unmade != nil:
		return src.unmade
	}
	if src != h {
		if err := src.connect(ctx); err != nil {
			return cause(err)
		}
		over := src.interruptible(ctx)
		defer over()
	}
	var b wire.Batch
	for _, i := range tasks {
		b.Run(i, h.lateness(i).Source)
	}
	err := src.send(&b, func(r wire.Result) {
		each(r.Task, value{printed: r.Stdout, err: unanswered(r)})
	})
	if late := (*lateError)(nil); errors.As(err, &late) {
		return late.as("probe")
	}
	return cause(err)
}

// cause leaves out the name of the host, which is said anyway.
func cause(err error) error {
	var he *HostError
	if errors.As(err, &he) {
		return he.Err
	}
	return err
}
