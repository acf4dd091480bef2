package human

import (
	"strings"

	"github.com/charmbracelet/lipgloss"

	"github.com/hrun-dev/hrun/runner/report"
)

// diff adds one difference in full: a unified diff of what spans lines, and
// "field: was -> want" of anything else.
func (r *Reporter) diff(b *strings.Builder, s report.Step) {
	diff := s.Diff()
	if diff == "" {
		b.WriteString(indent + cleanLine(s.Field) + ": " +
			r.styles.removed.Render(value(s.Was)) + " -> " + r.styles.added.Render(value(s.Want)) + "\n")
		return
	}
	for i, line := range lines(diff) {
		b.WriteString(indent)
		if i < 2 { // the two lines that name the sides
			b.WriteString(r.styles.strong.Render(line))
		} else {
			b.WriteString(r.diffLine(line))
		}
		b.WriteByte('\n')
	}
}

func (r *Reporter) diffLine(line string) string {
	var style lipgloss.Style
	switch {
	case strings.HasPrefix(line, "+"):
		style = r.styles.added
	case strings.HasPrefix(line, "-"):
		style = r.styles.removed
	case strings.HasPrefix(line, "@@"):
		style = r.styles.hunk
	case strings.HasPrefix(line, `\`):
		style = r.styles.quiet
	default:
		return line
	}
	return style.Render(line)
}

// count returns how many lines a unified diff adds and removes.
func count(diff string) (added, removed int) {
	for i, line := range strings.Split(diff, "\n") {
		switch {
		case i < 2: // the two lines that name the sides
		case strings.HasPrefix(line, "+"):
			added++
		case strings.HasPrefix(line, "-"):
			removed++
		}
	}
	return added, removed
}
