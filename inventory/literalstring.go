package inventory

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// strings reads one string or several side by side, which are one.
func (r *literalReader) strings() (node, bool) {
	all := node{place: r.at, kind: text}
	found := false
	for {
		s, ok := r.string()
		if !ok {
			return all, found
		}
		found = true
		all.text += s
		r.skip()
	}
}

func (r *literalReader) string() (string, bool) {
	rest := r.rest
	raw := false
	if len(rest) > 1 && strings.ContainsRune("rRuU", rune(rest[0])) {
		raw = rest[0] == 'r' || rest[0] == 'R'
		rest = rest[1:]
	}
	if rest == "" || rest[0] != '\'' && rest[0] != '"' {
		return "", false
	}
	quote := rest[:1]
	if strings.HasPrefix(rest, strings.Repeat(quote, 3)) {
		quote = rest[:3]
	}
	rest = rest[len(quote):]
	var out strings.Builder
	for !strings.HasPrefix(rest, quote) {
		switch {
		case rest == "" || len(quote) == 1 && rest[0] == '\n':
			return "", false
		case rest[0] == '\\' && len(rest) > 1 && raw:
			out.WriteString(rest[:2])
			rest = rest[2:]
		case rest[0] == '\\' && len(rest) > 1:
			var escaped string
			if escaped, rest = unescape(rest); escaped == "\xff" {
				return "", false
			}
			out.WriteString(escaped)
		default:
			out.WriteByte(rest[0])
			rest = rest[1:]
		}
	}
	r.rest = rest[len(quote):]
	return out.String(), true
}

// unescape reads the escape that s begins with. An unknown one stays as it is,
// as in Python; a malformed one is "\xff".
func unescape(s string) (escaped, rest string) {
	if i := strings.IndexByte("\n\\'\"abfnrtv", s[1]); i >= 0 {
		return []string{"", `\`, "'", `"`, "\a", "\b", "\f", "\n", "\r", "\t", "\v"}[i], s[2:]
	}
	if s[1] >= '0' && s[1] <= '7' {
		end := 2
		for end < len(s) && end < 4 && s[end] >= '0' && s[end] <= '7' {
			end++
		}
		code, _ := strconv.ParseUint(s[1:end], 8, 32)
		return string(rune(code)), s[end:]
	}
	width := map[byte]int{'x': 2, 'u': 4, 'U': 8}[s[1]]
	if width == 0 {
		return s[:2], s[2:]
	}
	if len(s) < 2+width {
		return "\xff", s
	}
	code, err := strconv.ParseUint(s[2:2+width], 16, 32)
	if err != nil || !utf8.ValidRune(rune(code)) {
		return "\xff", s
	}
	return string(rune(code)), s[2+width:]
}
