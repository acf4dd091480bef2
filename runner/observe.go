package runner

import (
	"slices"

	"github.com/hrun-dev/hrun/runner/internal/wire"
	"github.com/hrun-dev/hrun/runner/report"
)

// observe sees to it that there is a valid observation of every task in
// [from, to), and of the others that are given, but for those that other hosts
// do. An observation stays valid as long as no host of the run has been changed
// since: a stage that follows changes may find anything. The first observation
// of a host asks for all its work, of later stages and for other hosts too, so
// that a run with nothing to do costs one trip.
func (h *host) observe(from, to int, others ...int) error {
	now := h.changes.Load()
	var b wire.Batch
	ask := false
	for i := range h.work {
		w := &h.work[i]
		inSpan := from <= i && i < to || slices.Contains(others, i)
		switch {
		case w.at == justHung && inSpan:
			w.at = now
		case w.at == justHung: // it was asked early: its time is yet to come
			w.seen, w.at, w.late = nil, 0, true
		}
		early := !h.observed && !w.late && (i >= from || w.of != nil)
		if w.deputy != nil || h.lateness(i) != nil || !early && (!inSpan || w.seen != nil && w.at == now) {
			continue
		}
		h.define(&b, i)
		b.Probe(i)
		ask = true
	}
	h.observed = true
	if !ask {
		return nil
	}
	h.say(report.Event{Kind: report.Progress, Stage: h.work[from].stage, Host: h.Name, Task: "probing"})
	defer h.idle() // what it has to do may have to wait for the turns of others
	return h.send(&b, func(r wire.Result) { h.saw(r, now) })
}

// define gives the shell the probe of a task that it does not know yet.
func (h *host) define(b *wire.Batch, i int) {
	if !h.work[i].defined {
		b.Define(i, h.work[i].Task.Probe())
		h.work[i].defined = true
	}
}

func (h *host) saw(r wire.Result, at int64) {
	w := &h.work[r.Task]
	w.seen, w.at, w.hung = &r, at, nil
}
