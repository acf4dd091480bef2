package inventory

import (
	"errors"
	"strings"
)

var (
	errQuote  = errors.New("a quote is not closed")
	errEscape = errors.New("a backslash at the end escapes nothing")
)

// words splits s as a POSIX shell splits words: quotes group and go away, a
// backslash escapes. If comments is set, a # outside of quotes begins one, even
// inside of a word (Python's shlex.split, which Ansible uses).
func words(s string, comments bool) ([]string, error) {
	var all []string
	var word strings.Builder
	inWord := false
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case strings.IndexByte(" \t\r\n", c) >= 0:
			if inWord {
				all = append(all, word.String())
				word.Reset()
				inWord = false
			}
			continue
		case c == '#' && comments:
			if inWord {
				all = append(all, word.String())
			}
			return all, nil
		case c == '\\':
			if i++; i == len(s) {
				return nil, errEscape
			}
			word.WriteByte(s[i])
		case c == '\'':
			end := strings.IndexByte(s[i+1:], '\'')
			if end < 0 {
				return nil, errQuote
			}
			word.WriteString(s[i+1 : i+1+end])
			i += 1 + end
		case c == '"':
			for i++; i < len(s) && s[i] != '"'; i++ {
				if s[i] == '\\' && i+1 < len(s) && (s[i+1] == '"' || s[i+1] == '\\') {
					i++
				}
				word.WriteByte(s[i])
			}
			if i == len(s) {
				return nil, errQuote
			}
		default:
			word.WriteByte(c)
		}
		inWord = true
	}
	if inWord {
		all = append(all, word.String())
	}
	return all, nil
}
