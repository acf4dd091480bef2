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
	room := r.room()
	if room < 20 || head+2+ansi.StringWidth(words) <= room+len(indent) {
		return "  " + r.styles.quiet.Render(words)
	}
	var b strings.Builder
	for _, line := range wrap(words, room) {
		b.WriteString("\n" + indent + r.styles.quiet.Render(line))
	}
	return b.String()
}

// room is how many columns of the terminal there are behind the indent; less
// than 20 are none worth breaking lines for.
func (r *Reporter) room() int {
	if r.options.Size == nil {
		return 0
	}
	columns, _ := r.options.Size()
	return columns - len(indent)
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
