package human

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// clean makes output of a host harmless for the terminal: control characters,
// the C1 controls and the characters that turn the direction of writing are
// shown as escapes, as are bytes that are no UTF-8. Tabs and line ends stay; a
// carriage return before a line end is dropped.
func clean(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		switch {
		case r == utf8.RuneError && size == 1:
			fmt.Fprintf(&b, `\x%02x`, s[0])
		case r == '\n', r == '\t':
			b.WriteRune(r)
		case r < ' ', r >= 0x7f && r <= 0x9f:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0x2028, r == 0x2029:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
		s = s[size:]
	}
	return b.String()
}

// cleanLine is clean for text that must stay on one line.
func cleanLine(s string) string {
	return strings.NewReplacer("\n", `\n`, "\t", " ").Replace(clean(s))
}

// lines splits cleaned output into lines, without empty ones at the end.
func lines(s string) []string {
	s = strings.TrimRight(clean(s), "\n")
	if s == "" {
		return nil
	}
	return strings.Split(s, "\n")
}
