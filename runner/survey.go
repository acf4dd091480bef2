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
// [recipes.Stage.Survey]): all its work in [from, to) is judged (judge), and
// then told in its order. No remedy is ever sent.
type survey struct {
	*host
	from, to int
	verdicts []verdict            // of the work in [from, to)
	late     map[int]recipes.Late // what tasks were before they were made
}

// surveyIn judges the work of the span. What has failed is kept, and the host
// goes on.
func (h *host) surveyIn(ctx context.Context, at span) {
	switch {
	case at.from == at.to:
		return
	case h.unmade != nil:
		h.waitAll(at.from, at.to)
		return
	}
	s := &survey{host: h, from: at.from, to: at.to, verdicts: make([]verdict, at.to-at.from), late: map[int]recipes.Late{}}
	h.guarded(ctx, at.from, func() error { return s.look(ctx) })
	for i := s.from; i < s.to; i++ {
		v := s.of(i)
		if v.result == "" {
			continue // it was not come to
		}
		if v.result == report.Failed {
			h.findings = append(h.findings, h.taskError(i, v.err))
		}
		h.tell(i, v.result, v.decision)
	}
}

// look judges what is not judged yet. What has failed and has tries left is
// asked once more: it may come right by itself.
func (s *survey) look(ctx context.Context) error {
	for {
		if err := s.makeLate(ctx); err != nil {
			return err
		}
		if err := s.observe(s.from, s.to); err != nil {
			return err
		}
		for i := s.from; i < s.to; i++ {
			if err := s.judge(ctx, i); err != nil {
				return err
			}
		}
		wait, again := s.due()
		if !again {
			return nil
		}
		s.say(report.Event{
			Kind: report.Progress, Stage: s.work[s.from].stage, Host: s.Name, Task: "probing",
			Line: fmt.Sprintf("not as it should be, next try in %s", wait),
		})
		if err := s.pause(ctx, wait); err != nil {
			return err
		}
		s.reconsider()
	}
}

// makeLate makes the late tasks; that some cannot be made is what is found of
// them.
func (s *survey) makeLate(ctx context.Context) error {
	var late []int
	for i := s.from; i < s.to; i++ {
		if l := s.lateness(i); l != nil && !s.of(i).judged {
			s.late[i] = *l
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
		if late, ok := s.late[i]; ok {
			s.work[i].Task = late
		}
		s.of(i).judged = false
	}
}
