package human

import (
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// behind returns words as they stand behind the head of a line, which has that
// width. A terminal that is too narrow for both would break them anywhere, so
// there they get lines of their own.
func (r *Reporter) behind(head int, words string) string {
	if words == "" {
		return ""
	}
	columns := 0
	if r.options.Size != nil {
		columns, _ = r.options.Size()
	}
	room := columns - len(indent)
	if room < 20 || head+2+ansi.StringWidth(words) <= columns {
		return "  " + r.styles.quiet.Render(words)
	}
	var b strings.Builder
	for _, line := range wrap(words, room) {
		b.WriteString("\n" + indent + r.styles.quiet.Render(line))
	}
	return b.String()
}

// wrap breaks text between words. A word that is too long stays whole: it may
// be a path that someone wants to copy.
func wrap(text string, width int) []string {
	var all []string
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && ansi.StringWidth(line)+1+ansi.StringWidth(word) > width {
			all = append(all, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(all, line)
}
