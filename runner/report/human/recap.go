package human

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/lipgloss"
	"github.com/charmbracelet/x/ansi"

	"github.com/hrun-dev/hrun/runner/report"
)

// recap returns the last lines of a run: one a host, in columns.
func (r *Reporter) recap(s *report.Summary) string {
	if s == nil || len(s.Hosts) == 0 {
		return ""
	}
	names, width := make([]string, 0, len(s.Hosts)), r.width
	planned := s.Check
	for name, c := range s.Hosts {
		names = append(names, name)
		width = max(width, ansi.StringWidth(name))
		planned = planned || c.Planned+c.Waiting > 0
	}
	slices.Sort(names)

	var b strings.Builder
	b.WriteString("\n")
	for _, name := range names {
		c := s.Hosts[name]
		cells := []cell{
			{"ok", c.OK, r.styles.good}, {"changed", c.Changed, r.styles.change},
			{"unreachable", number(c.Unreachable), r.styles.bad}, {"failed", c.Failed, r.styles.bad},
			{"skipped", c.Skipped, r.styles.wait},
		}
		if planned {
			cells = append(cells, cell{"planned", c.Planned, r.styles.change}, cell{"waiting", c.Waiting, r.styles.wait})
		}
		if r.options.Verbose {
			cells = append(cells, cell{"trips", c.Trips, r.styles.quiet})
		}
		b.WriteString(r.verdict(c).Render(pad(cleanLine(name), width)))
		for _, cell := range cells {
			b.WriteString("  " + cell.render(r.styles.quiet))
		}
		b.WriteByte('\n')
	}
	if r.options.Verbose {
		b.WriteString(r.styles.quiet.Render("elapsed "+s.Elapsed.Round(time.Millisecond).String()) + "\n")
	}
	return trimLines(b.String())
}

// cell is one number of the recap.
type cell struct {
	word  string
	count int
	style lipgloss.Style // unless it is zero
}

// render pads the number to three digits, so that the columns line up.
func (c cell) render(zero lipgloss.Style) string {
	style := c.style
	if c.count == 0 {
		style = zero
	}
	text := fmt.Sprintf("%s=%d", c.word, c.count)
	return style.Render(text) + strings.Repeat(" ", max(0, len(c.word)+4-len(text)))
}

// verdict is the style of a host's name: the worst that happened to it.
func (r *Reporter) verdict(c report.Counts) lipgloss.Style {
	switch {
	case c.Failed > 0 || c.Unreachable:
		return r.styles.bad
	case c.Changed+c.Planned > 0:
		return r.styles.change
	default:
		return r.styles.good
	}
}

func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

// trimLines removes the spaces that end a line.
func trimLines(s string) string {
	ls := strings.Split(s, "\n")
	for i := range ls {
		ls[i] = strings.TrimRight(ls[i], " ")
	}
	return strings.Join(ls, "\n")
}
