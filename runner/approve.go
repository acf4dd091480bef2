package runner

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"slices"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// RefusedError says that [Runner.Approve] did not let a change happen. Nothing
// of it was done.
type RefusedError struct{ Err error }

func (e *RefusedError) Error() string { return "refused: " + e.Err.Error() }

// Unwrap returns the cause.
func (e *RefusedError) Unwrap() error { return e.Err }

// approve asks whether the change of task i may happen, which is as Approve's
// documentation says. A debt that is only forgotten needs no approval.
func (h *host) approve(i int, seen string, d decision) error {
	if h.Approve == nil {
		return nil
	}
	if _, ok := h.work[i].Task.(recipes.Debt); ok && seen == recipes.PaidSince {
		return nil
	}
	e := h.event(i, report.Planned, d)
	e.Digest = h.digest(i, d)
	h.mask.event(&e)
	if err := h.Approve(e); err != nil {
		return &RefusedError{err}
	}
	return nil
}

// event is how the outcome of task i is reported.
func (h *host) event(i int, r report.Result, d decision) report.Event {
	w := &h.work[i]
	e := report.Event{Kind: report.Task, Stage: w.stage, Host: h.whose(i).Name, Task: w.Task.String(), Result: r, Found: d.change.Found, Err: d.err, Took: d.took}
	for _, s := range d.change.Steps {
		e.Steps = append(e.Steps, report.Step{Field: s.Field, Was: s.Was, Want: s.Want})
	}
	return e
}

// digest tells what would be done from anything else, scripts included, and
// tells nothing of secrets: they are left out, and where the task knows some
// its scripts are too, because of secrets that are too short to be masked.
func (h *host) digest(i int, d decision) string {
	if d.change.Empty() {
		return ""
	}
	sum := sha256.New()
	scripts := !knowing(h.work[i].Task)
	for _, s := range d.change.Steps {
		h.digestOf(sum, s.Field, s.Was, s.Want)
		if !scripts {
			continue
		}
		h.digestOf(sum, string(s.Do))
		if u := s.Upload; u != nil {
			h.digestOf(sum, u.Path, u.SHA256)
		}
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// digestOf writes texts so that no two lists of them look alike.
func (h *host) digestOf(sum hash.Hash, texts ...string) {
	for _, text := range texts {
		text = h.mask.string(text)
		_, _ = fmt.Fprintf(sum, "%d %s\n", len(text), text) // a hash takes everything
	}
}

// knowing tells whether a task, or the action of a handler, knows a secret.
// Passwords do not count: a run may be given one, and the next not need it.
func knowing(task tasks.Task) bool {
	work := any(task)
	if debt, ok := task.(recipes.Debt); ok {
		work = debt.Handler.Action
	}
	s, ok := work.(tasks.Secretive)
	return ok && slices.ContainsFunc(s.Secrets(), func(secret sh.Secret) bool { return !secret.IsZero() })
}
