package human

import (
	"fmt"
	"maps"
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
	names := slices.Sorted(maps.Keys(s.Hosts))
	planned := s.Check
	width := r.width
	for _, name := range names {
		c := s.Hosts[name]
		width = max(width, ansi.StringWidth(name))
		planned = planned || c.Planned+c.Waiting > 0
	}
	rows := make([][]cell, len(names))
	var widths []int // of the columns
	for i, name := range names {
		rows[i] = r.cells(s.Hosts[name], planned)
		for j, c := range rows[i] {
			if j == len(widths) {
				widths = append(widths, 0)
			}
			widths[j] = max(widths[j], len(c.text()))
		}
	}

	var b strings.Builder
	if r.begun {
		b.WriteByte('\n')
	}
	for i, name := range names {
		b.WriteString(r.verdict(s.Hosts[name]).Render(cleanLine(name)))
		gap := width - ansi.StringWidth(name)
		for j, c := range rows[i] {
			b.WriteString(strings.Repeat(" ", max(gap, 0)+2) + r.paint(c))
			gap = widths[j] - len(c.text())
		}
		b.WriteByte('\n')
	}
	if r.options.Verbose {
		b.WriteString(r.styles.quiet.Render("elapsed "+s.Elapsed.Round(time.Millisecond).String()) + "\n")
	}
	return b.String()
}

// cell is one number of the recap.
type cell struct {
	word  string
	count int
	style lipgloss.Style // unless it is zero
}

func (c cell) text() string { return fmt.Sprintf("%s=%d", c.word, c.count) }

func (r *Reporter) paint(c cell) string {
	if c.count == 0 {
		return r.styles.quiet.Render(c.text())
	}
	return c.style.Render(c.text())
}

// cells returns the numbers of one host.
func (r *Reporter) cells(c report.Counts, planned bool) []cell {
	s := r.styles
	cells := []cell{
		{"ok", c.OK, s.good}, {"changed", c.Changed, s.change},
		{"unreachable", number(c.Unreachable), s.bad}, {"failed", c.Failed, s.bad}, {"skipped", c.Skipped, s.wait},
	}
	if planned {
		cells = append(cells, cell{"planned", c.Planned, s.change}, cell{"waiting", c.Waiting, s.wait})
	}
	if r.options.Verbose {
		cells = append(cells, cell{"trips", c.Trips, s.quiet})
	}
	return cells
}

// verdict is the style of a host's name: the worst that happened to it.
func (r *Reporter) verdict(c report.Counts) lipgloss.Style {
	switch {
	case c.Failed > 0 || c.Unreachable:
		return r.styles.bad
	case c.Changed+c.Planned+c.Waiting > 0:
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
