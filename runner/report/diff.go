package report

import (
	"strings"

	"github.com/aymanbagabas/go-udiff"
)

// absent is how tasks call what is not there at all.
const absent = "absent"

// Diff returns the difference as a unified diff with three lines of context,
// or "" if both sides are at most one unfinished line each: those read better
// side by side. What is absent has no lines.
func (s Step) Diff() string {
	if !strings.Contains(s.Was, "\n") && !strings.Contains(s.Want, "\n") {
		return ""
	}
	was, old := s.Was, s.Field+" (was)"
	if was == absent {
		was, old = "", s.Field+" (absent)"
	}
	diff, err := udiff.ToUnified(old, s.Field+" (want)", was, udiff.Lines(was, s.Want), udiff.DefaultContextLines)
	if err != nil { // only for edits that do not fit the text
		return ""
	}
	return diff
}
