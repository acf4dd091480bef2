package recipes

import (
	"fmt"
	"slices"
)

// Warn keeps a warning: a danger in what is described, such as nodes that may
// both hold one address. It is for a person to judge, and keeps nothing from
// being done: a check and a run show it before the first stage and again at the
// end, and their exit codes are what they would be without it. One that is
// there already is not added again. Secrets in it are masked as everywhere.
//
// A warning that hangs on a fact is given when the fact is known.
func (p *Play) Warn(format string, args ...any) {
	if w := fmt.Sprintf(format, args...); !slices.Contains(p.Warnings, w) {
		p.Warnings = append(p.Warnings, w)
	}
}
