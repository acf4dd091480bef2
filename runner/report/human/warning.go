package human

import (
	"slices"
	"strings"
)

// warn returns the lines of a warning that was not shown yet. A run may be
// several runs of the runner.
func (r *Reporter) warn(warning string) string {
	if slices.Contains(r.warnings, warning) {
		return ""
	}
	r.warnings = append(r.warnings, warning)
	return r.warning(warning)
}

// warnAgain returns all warnings once more, below the recap: by then the first
// time is long gone.
func (r *Reporter) warnAgain() string {
	var b strings.Builder
	for _, w := range r.warnings {
		b.WriteString(r.warning(w))
	}
	if b.Len() == 0 {
		return ""
	}
	return "\n" + b.String()
}

func (r *Reporter) warning(warning string) string {
	const label = "warning: "
	var b strings.Builder
	for i, line := range r.fit(len(label), cleanLine(warning)) {
		if i == 0 {
			b.WriteString(r.styles.change.Render(label))
		} else {
			b.WriteString(strings.Repeat(" ", len(label)))
		}
		b.WriteString(r.styles.strong.Render(line) + "\n")
	}
	return b.String()
}
