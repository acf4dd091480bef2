package runner

import "time"

// Hurry has the runner wait no longer than that between two attempts.
func (r *Runner) Hurry(most time.Duration) { r.longestPause = most }
