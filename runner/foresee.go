package runner

import (
	"errors"
	"strings"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner/internal/wire"
	"github.com/hrun-dev/hrun/runner/report"
)

// foresee reports what apply would do from task i on, and changes nothing.
// What cannot be judged before the pending changes are made is said to be
// waiting for them.
func (h *host) foresee(ds []decision, i, to int) error {
	expect, err := h.preview(ds, i, to)
	if err != nil {
		return err
	}
	for ; i < to; i++ {
		if _, ok := h.work[i].Task.(recipes.Debt); ok {
			ds[i] = h.decide(i) // a task before it may notify it, or pay
		}
		d := ds[i]
		refused := expect.refused(i, len(d.change.Steps))
		switch {
		case d.err != nil && (!h.pending || errors.As(d.err, new(*PanicError))):
			return h.failTask(i, d, d.err)
		case d.err != nil:
			h.tell(i, report.Waiting, d)
		case d.tentative() != nil && h.pending:
			d.err = d.tentative()
			h.tell(i, report.Waiting, d)
		case d.change.Empty():
			h.tell(i, report.OK, d)
			continue
		case refused != nil && h.pending:
			d.err = refused
			h.tell(i, report.Waiting, d)
		case refused != nil:
			return h.failTask(i, d, refused)
		default:
			h.tellExpect(i, report.Planned, d, expect.lines(i, len(d.change.Steps)))
		}
		h.await(i)
	}
	return nil
}

// await has what comes after task i expect its change.
func (h *host) await(i int) {
	h.pending = true
	h.planned.Store(true)
	h.owe(h.work[i].Notify)
	h.owed.pay(h.work[i].Task)
}

func (h *host) owe(notify []*recipes.Handler) {
	if h.owed == nil {
		h.owed = debts{}
	}
	h.owed.owe(notify)
}

// previews is what the previews of planned steps printed, by task and step.
type previews map[[2]int]wire.Result

// preview runs, in one trip, the previews that the planned steps have.
func (h *host) preview(ds []decision, from, to int) (previews, error) {
	var b wire.Batch
	var ids [][2]int
	for i := from; i < to; i++ {
		if ds[i].err != nil {
			continue // nothing is planned yet
		}
		for j, s := range ds[i].change.Steps {
			if s.Preview != "" {
				b.Run(len(ids), s.Preview)
				ids = append(ids, [2]int{i, j})
			}
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	ps := previews{}
	err := h.send(&b, func(r wire.Result) { ps[ids[r.Task]] = r })
	var late *lateError
	if errors.As(err, &late) {
		i := ids[late.task][0]
		err = h.failTask(i, ds[i], late.as("preview"))
	}
	return ps, err
}

// refused returns why a step of task i would be refused, or nil.
func (ps previews) refused(i, steps int) error {
	for j := range steps {
		if r := ps[[2]int{i, j}]; r.Status != 0 {
			return &ScriptError{What: "preview", Status: r.Status, Stderr: r.Stderr}
		}
	}
	return nil
}

// lines returns what the previews of task i printed, by step.
func (ps previews) lines(i, steps int) []string {
	out := make([]string, steps)
	for j := range out {
		out[j] = strings.TrimSpace(ps[[2]int{i, j}].Stdout)
	}
	return out
}
