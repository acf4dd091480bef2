package runner

import (
	"slices"

	"github.com/hrun-dev/hrun/recipes"
)

// onlySurveys reports whether nothing in the stages changes anything.
func onlySurveys(stages []*recipes.Stage) bool {
	return !slices.ContainsFunc(stages, func(s *recipes.Stage) bool { return !s.Survey })
}

// settle lets what surveys have found count like other failures, before a stage
// that is none. Shells that were opened without the lock, when nothing but
// surveys was known, are given up: the next ones take it, and what was seen
// without it, while others may have been at work, is looked at anew.
func (u *run) settle() {
	u.stopped = u.stopped || u.halting
	for _, h := range u.hosts {
		if h.err == nil && len(h.findings) > 0 {
			h.err = h.findings[0]
		}
		if !h.Check && !h.locks {
			h.giveUp()
			h.forget()
		}
	}
}

// giveUp gives up the shell.
func (h *host) giveUp() {
	h.busy.Lock()
	defer h.busy.Unlock()
	h.drop()
}

// errors returns all that went wrong on the host.
func (h *host) errors() []error {
	switch {
	case h.err == nil || slices.Contains(h.findings, h.err):
		return h.findings
	}
	return append(slices.Clone(h.findings), h.err)
}
