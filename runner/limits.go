package runner

import (
	"context"
	"time"

	"github.com/hrun-dev/hrun/runner/internal/wire"
)

// limits tell how long a script may run; 0 means for ever.
type limits func(k wire.Kind, task int) time.Duration

// limit is how long a script may run; 0 means for ever.
func (h *host) limit(k wire.Kind, task int) time.Duration {
	if k != wire.Ran && h.work[task].Limits.Timeout > 0 {
		return h.work[task].Limits.Timeout
	}
	return h.TaskTimeout
}

// tries is how often at most a task is tried.
func (h *host) tries(task int) int {
	if n := h.work[task].Limits.Tries; n > 0 {
		return n
	}
	return max(h.Tries, 1)
}

// longestWait is the time between two tries from which on it is not doubled.
const longestWait = time.Minute

// pauseBefore is the time between the n-th failed try of a task, counted from
// 1, and the next.
func (h *host) pauseBefore(task, n int) time.Duration {
	p := h.work[task].Limits.Pause
	if p == 0 {
		p = time.Second
	}
	for ; n > 1 && p < longestWait; n-- {
		p = min(2*p, longestWait)
	}
	return p
}

// pause waits, or returns why the context has ended.
func (r *Runner) pause(ctx context.Context, d time.Duration) error {
	if r.longestPause > 0 {
		d = min(d, r.longestPause)
	}
	return pause(ctx, d)
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
