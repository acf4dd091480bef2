package runner

import (
	"context"
	"errors"
	"fmt"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/tasks"
)

// verdict is what a survey has found of a task.
type verdict struct {
	judged bool          // as far as is known for good
	result report.Result // the last one; empty as long as there was none
	decision
}

func (s *survey) of(i int) *verdict { return &s.verdicts[i-s.from] }

// judge judges a task that was observed, or is another host's to observe.
func (s *survey) judge(ctx context.Context, i int) error {
	d := s.work[i].deputy
	switch {
	case s.of(i).judged:
		return nil
	case d == nil:
		s.find(i, s.decide(i))
		return nil
	}
	err := d.look(ctx)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err == nil:
		s.find(i, d.decision())
	case errors.As(err, new(*UnmadeError)):
		s.find(i, decision{err: err})
	default: // which no change is the cure of
		s.reject(i, decision{err: fmt.Errorf("%s: %w", d.Name, cause(err))})
	}
	return nil
}

// find keeps what was found of a task.
func (s *survey) find(i int, d decision) {
	w := &s.work[i]
	debt, isDebt := w.Task.(recipes.Debt)
	switch {
	case isDebt && d.err == nil && w.seen.Stdout == recipes.PaidSince: // which needs nothing done
		d = decision{}
	case d.err == nil && !d.change.Empty():
		d.err = &DifferentError{Change: d.change, Owed: isDebt, turn: isDebt && debt.IsTurn()}
	case s.pending && d.tentative() != nil:
		d.err = d.tentative()
	}
	switch {
	case d.err == nil:
		*s.of(i) = verdict{judged: true, result: report.OK, decision: d}
	case s.pending && !errors.As(d.err, new(*PanicError)):
		*s.of(i) = verdict{judged: true, result: report.Waiting, decision: d}
	default:
		s.reject(i, d)
	}
}

// reject keeps that a task has failed.
func (s *survey) reject(i int, d decision) {
	s.work[i].failures++
	if !errors.As(d.err, new(*DifferentError)) { // the steps are only what may be done once the cause is gone
		d.change = tasks.Change{Found: d.change.Found}
	}
	*s.of(i) = verdict{judged: true, result: report.Failed, decision: d}
}
