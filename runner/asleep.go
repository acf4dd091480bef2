package runner

import (
	"context"
	"fmt"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner/report"
)

// A host is asleep if a stage may have to make it before it can be asked for
// facts. It wakes when the stages are done that need not know them.

// TooEarlyError says that a play needs a fact of a host to know how the host is
// to be made, and that the host is not there. Nothing that depends on it was
// done.
type TooEarlyError struct {
	Need  recipes.Need
	Stage string // which makes the host
}

func (e *TooEarlyError) Error() string {
	return fmt.Sprintf("the fact %s is asked for before the stage %s has made that host: apply the recipe of that stage first, by itself", e.Need, e.Stage)
}

// sleeps tries to reach a host that may have to be made, once and for a short
// time only, and reports whether that is for later.
func (h *host) sleeps(ctx context.Context) bool {
	if h.maker == "" {
		return false
	}
	h.asleep = !h.answersSoon(ctx)
	return h.asleep
}

// wake lets hosts be asked again, and reports whether there were any.
func (u *run) wake() (any bool) {
	for _, h := range u.hosts {
		if h.asleep {
			h.asleep, any = false, true
		}
	}
	return any
}

// upTo returns how many stages of the play can be done with what is known. Some
// are done already, and the play must still begin with them.
func (u *run) upTo(play *recipes.Play, done []*recipes.Stage) (int, error) {
	if err := begins(play.Stages, done); err != nil {
		return 0, err
	}
	next := len(play.Stages)
	for _, n := range play.Needs() {
		h := u.hosts[n.Host.Name]
		if h == nil || !h.asleep {
			continue
		}
		for _, s := range play.Stages[min(n.Before, len(play.Stages)):] {
			if s.Name == h.maker {
				return 0, &TooEarlyError{n, h.maker}
			}
		}
		next = min(next, n.Before)
	}
	return next, nil
}

// begins reports stages that are not those that were done.
func begins(stages, done []*recipes.Stage) error {
	for i, s := range done {
		if i >= len(stages) || stages[i].Name != s.Name {
			return fmt.Errorf("with all facts known, the play has no stage %s any more, which is done: run again", s.Name)
		}
	}
	return nil
}

// waitFor tells once of a fact that the host cannot say before it is made.
func (h *host) waitFor(n recipes.Need) {
	if h.awaited[n.Name] {
		return
	}
	if h.awaited == nil {
		h.awaited = map[string]bool{}
	}
	h.awaited[n.Name] = true
	h.count(report.Waiting)
	h.planned.Store(true)
	h.say(report.Event{Kind: report.Task, Stage: factStage, Host: h.Name, Task: factTask(n.Name), Result: report.Waiting, Err: h.unmade})
}
