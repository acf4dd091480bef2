package report

import (
	"strings"

	"github.com/aymanbagabas/go-udiff"
)

// Diff returns the difference as a unified diff with three lines of context,
// or "" if both sides are at most one unfinished line each: those read better
// side by side.
func (s Step) Diff() string {
	if !strings.Contains(s.Was, "\n") && !strings.Contains(s.Want, "\n") {
		return ""
	}
	edits := udiff.Lines(s.Was, s.Want)
	diff, err := udiff.ToUnified(s.Field+" (was)", s.Field+" (want)", s.Was, edits, udiff.DefaultContextLines)
	if err != nil { // only for edits that do not fit the text
		return ""
	}
	return diff
}
