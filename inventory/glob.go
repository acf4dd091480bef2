package inventory

import (
	"regexp"
	"strings"
)

// regexpOf returns the expression of a glob or of ~REGEX, nil for a plain name.
// A glob must match the whole name, a regular expression its beginning.
func regexpOf(name string) (*regexp.Regexp, error) {
	if written, ok := strings.CutPrefix(name, "~"); ok {
		return regexp.Compile(`^(?:` + written + `)`)
	}
	if !strings.ContainsAny(name, "*?[") {
		return nil, nil
	}
	var out strings.Builder
	for i := 0; i < len(name); i++ {
		switch c := name[i]; c {
		case '*':
			out.WriteString(`.*`)
		case '?':
			out.WriteString(`.`)
		case '[':
			class, length := globClass(name[i:])
			out.WriteString(class)
			i += length - 1
		default:
			out.WriteString(regexp.QuoteMeta(name[i : i+1]))
		}
	}
	return regexp.Compile(`^(?:` + out.String() + `)$`)
}

// globClass reads a class such as [a-c] or [!0-9] that s begins with.
func globClass(s string) (class string, length int) {
	from := 1
	if strings.HasPrefix(s[1:], "!") {
		from = 2
	}
	if from >= len(s) {
		return `\[`, 1
	}
	end := strings.IndexByte(s[from+1:], ']') // a ] that comes first belongs to the class
	if end < 0 {
		return `\[`, 1
	}
	end += from + 1
	inner := strings.NewReplacer(`\`, `\\`, `[`, `\[`, `]`, `\]`, `^`, `\^`, `&`, `\&`).Replace(s[from:end])
	if from == 2 {
		inner = "^" + inner
	}
	return "[" + inner + "]", end + 1
}
