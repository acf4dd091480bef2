package human

import (
	"io"

	"github.com/charmbracelet/lipgloss"
	"github.com/muesli/termenv"

	"github.com/hrun-dev/hrun/runner/report"
)

// styles are the few colours in use. They are the terminal's own sixteen, so
// that they suit its theme, dark or light.
type styles struct {
	good, change, wait, bad, quiet, strong lipgloss.Style
	added, removed, hunk                   lipgloss.Style
}

func newStyles(w io.Writer, color bool) styles {
	r := lipgloss.NewRenderer(w)
	r.SetColorProfile(termenv.Ascii)
	if color {
		r.SetColorProfile(termenv.ANSI)
	}
	plain := r.NewStyle().TabWidth(lipgloss.NoTabConversion)
	paint := func(color string) lipgloss.Style { return plain.Foreground(lipgloss.Color(color)) }
	return styles{
		good: paint("2"), change: paint("3"), wait: paint("6"), bad: paint("1").Bold(true),
		quiet: plain.Faint(true), strong: plain.Bold(true),
		added: paint("2"), removed: paint("1"), hunk: paint("6"),
	}
}

// of returns the style of a result.
func (s styles) of(r report.Result) lipgloss.Style {
	switch r {
	case report.OK:
		return s.good
	case report.Planned, report.Changed:
		return s.change
	case report.Waiting:
		return s.wait
	case report.Skipped:
		return s.quiet
	default:
		return s.bad
	}
}
