package runner

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner/report"
)

// survey is what a host does in a stage that only looks (see
// [recipes.Stage.Survey]): all its work in [from, to) is judged, and then told
// in its order. No remedy is ever sent.
type survey struct {
	*host
	from, to int
	verdicts []verdict // of the work in [from, to)
}

// verdict is what a task was found to be.
type verdict struct {
	judged bool          // for good, as far as is known
	result report.Result // the last; empty as long as there is none
	decision
	late *recipes.Late // what the task was before it was made, or nil
}

// surveyIn judges the work of the span.
func (h *host) surveyIn(ctx context.Context, at span) {
	switch {
	case at.from == at.to:
		return
	case h.unmade != nil:
		h.waitAll(at.from, at.to)
		return
	}
	s := &survey{host: h, from: at.from, to: at.to, verdicts: make([]verdict, at.to-at.from)}
	h.guarded(ctx, at.from, func() error { return s.look(ctx) })
	for i := s.from; i < s.to; i++ {
		if v := s.of(i); v.result != "" { // else it was not come to
			s.tell(i, v)
		}
	}
}

func (s *survey) of(i int) *verdict { return &s.verdicts[i-s.from] }

// look judges what is not judged yet. What has failed and has tries left is
// asked once more: it may come right by itself.
func (s *survey) look(ctx context.Context) error {
	for {
		if err := s.judge(ctx); err != nil {
			return err
		}
		wait, again := s.due()
		if !again {
			return nil
		}
		s.say(report.Event{Kind: report.Progress, Stage: s.work[s.from].stage, Host: s.Name, Task: "probing", Line: fmt.Sprintf("not as it should be, asking again in %s", wait)})
		if err := s.pause(ctx, wait); err != nil {
			return err
		}
		s.reconsider()
	}
}

// judge makes what is late, looks at everything, and judges it.
func (s *survey) judge(ctx context.Context) error {
	if err := s.makeLate(ctx); err != nil {
		return err
	}
	if err := s.observe(s.from, s.to); err != nil {
		return err
	}
	for i := s.from; i < s.to; i++ {
		switch d := s.work[i].deputy; {
		case s.of(i).judged:
		case d == nil:
			s.find(i, s.decide(i))
		default:
			if err := d.look(ctx); ctx.Err() != nil {
				return ctx.Err()
			} else if err != nil {
				s.find(i, decision{err: fmt.Errorf("%s: %w", d.Name, cause(err))})
			} else {
				s.find(i, d.decision())
			}
		}
	}
	return nil
}

// makeLate makes the late tasks; of those that cannot be made, that is found.
func (s *survey) makeLate(ctx context.Context) error {
	var late []int
	for i := s.from; i < s.to; i++ {
		if l := s.lateness(i); l != nil && !s.of(i).judged {
			s.of(i).late = l
			late = append(late, i)
		}
	}
	if late == nil {
		return nil
	}
	answers := s.ask(ctx, late...)
	if err := ctx.Err(); err != nil {
		return err
	}
	for n, i := range late {
		if err := protect(func() error { return s.make(i, answers[n]) }); err != nil {
			s.find(i, decision{err: err})
		}
	}
	return nil
}

// find keeps what was found of a task.
func (s *survey) find(i int, d decision) {
	v, w := s.of(i), &s.work[i]
	debt, isDebt := w.Task.(recipes.Debt)
	v.judged, v.decision, v.result = true, d, report.OK
	switch {
	case isDebt && d.err == nil && w.seen.Stdout == recipes.PaidSince: // there is nothing to be done for it
		v.decision = decision{}
	case d.err != nil && s.pending && !errors.As(d.err, new(*PanicError)):
		v.result = report.Waiting
	case d.err != nil:
		v.result = report.Failed
	case !d.change.Empty():
		v.err = &DifferentError{Change: d.change, Owed: isDebt, turn: isDebt && debt.IsTurn()}
		if v.result = report.Failed; s.pending {
			v.result = report.Waiting
		}
	case d.tentative() != nil && s.pending:
		v.result, v.err = report.Waiting, d.tentative()
	}
	if v.result == report.Failed {
		w.failures++
	}
}

// due tells whether anything is to be tried again, and how long to wait.
func (s *survey) due() (wait time.Duration, again bool) {
	for i := s.from; i < s.to; i++ {
		if s.triable(i) {
			wait, again = max(wait, s.pauseBefore(i, s.work[i].failures)), true
		}
	}
	return wait, again
}

func (s *survey) triable(i int) bool {
	v := s.of(i)
	return v.judged && v.result == report.Failed && s.work[i].failures < s.tries(i) && !errors.As(v.err, new(*PanicError))
}

// reconsider makes the verdicts void of what is to be tried again.
func (s *survey) reconsider() {
	for i := s.from; i < s.to; i++ {
		if !s.triable(i) {
			continue
		}
		s.unsee(i)
		if late := s.of(i).late; late != nil {
			s.work[i].Task = *late
		}
		s.of(i).judged = false
	}
}

// tell reports the verdict. What has failed is kept, and the host goes on.
func (s *survey) tell(i int, v *verdict) {
	if v.result == report.Failed {
		s.findings = append(s.findings, s.taskError(i, v.err))
	}
	s.host.tell(i, v.result, v.decision)
}
