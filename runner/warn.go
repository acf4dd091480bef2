package runner

import "github.com/hrun-dev/hrun/runner/report"

// warn tells what a play warns of (see [recipes.Play.Warn]), each once: it may
// have been built before, with less known.
func (u *run) warn(warnings []string) {
	for _, w := range warnings {
		if u.warned[w] {
			continue
		}
		if u.warned == nil {
			u.warned = map[string]bool{}
		}
		u.warned[w] = true
		u.say(report.Event{Kind: report.Warning, Warning: w})
	}
}
