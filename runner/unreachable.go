package runner

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/runner/report"
	"github.com/hrun-dev/hrun/runner/transport"
)

// The pauses between attempts to reach a host double from the first to the
// longest.
const (
	firstPause   = time.Second
	longestPause = 30 * time.Second
)

// reach connects, again and again where the stage says so, at first and after
// a loss. What waiting does not cure, such as a wrong sudo password, or a file or
// the key of an authority that is not on this machine, is not tried again.
func (h *host) reach(ctx context.Context) error {
	until := time.Now().Add(h.unreach.Wait())
	wait := firstPause
	for attempt := 1; ; attempt++ {
		err := h.connect(ctx)
		var become *transport.BecomeError
		if err == nil || ctx.Err() != nil || errors.As(err, &become) {
			return err
		}
		left := time.Until(until)
		if left <= 0 || errors.Is(err, fs.ErrNotExist) {
			h.unreached = !h.stood
			return err
		}
		h.say(report.Event{
			Kind: report.Progress, Host: h.Name, Task: "connecting",
			Line: fmt.Sprintf("attempt %d failed, trying for %s more: %v", attempt, left.Round(time.Second), cause(err)),
		})
		if h.pause(ctx, min(wait, left)) != nil {
			return err
		}
		wait = min(2*wait, longestPause)
	}
}

// allow lets hosts that are asked for facts be missing, or waited for, as in
// the first stage that has them, or be made by a stage that is not done yet.
func (u *run) allow(needs []recipes.Need, stages []*recipes.Stage, done int) {
	policy, maker := map[string]recipes.Unreachable{}, map[string]string{}
	for i, s := range slices.Backward(stages) {
		for _, h := range s.Hosts {
			policy[h.Name] = s.Unreachable
		}
		for _, h := range s.Creates {
			if i >= done && !s.Survey {
				maker[h.Name] = s.Name
			}
		}
	}
	for _, n := range needs {
		h := u.host(n.Host)
		h.unreach, h.maker = policy[h.Name], maker[h.Name]
	}
}

// miss lets the run go on as if the host were none of its own, if it could not
// be reached and the stage says so.
func (h *host) miss(e *report.Event) {
	if h.unreached && h.unreach.Skips() {
		h.away = true
		e.Hint = "the recipe does without this host; it is not counted as failed"
	}
}
