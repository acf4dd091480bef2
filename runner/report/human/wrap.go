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
	room := r.room(len(indent))
	if room < narrowest || head+2+ansi.StringWidth(words) <= room+len(indent) {
		return "  " + r.styles.quiet.Render(words)
	}
	var b strings.Builder
	for _, line := range wrap(words, room) {
		b.WriteString("\n" + indent + r.styles.quiet.Render(line))
	}
	return b.String()
}

// narrowest is the room below which breaking lines makes nothing better.
const narrowest = 20

// room returns how many columns of the terminal are left behind a head of that
// width; none that count where there is no terminal.
func (r *Reporter) room(head int) int {
	if r.options.Size == nil {
		return 0
	}
	columns, _ := r.options.Size()
	return columns - head
}

// fit returns words in as many lines as they need behind a head of that width.
func (r *Reporter) fit(head int, words string) []string {
	room := r.room(head)
	if room < narrowest || ansi.StringWidth(words) <= room {
		return []string{words}
	}
	return wrap(words, room)
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
