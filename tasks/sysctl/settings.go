package sysctl

import "strings"

// rewrite has the file set the key once.
func (v Value) rewrite(old string) (string, error) {
	var b strings.Builder
	set := false
	for line := range strings.Lines(old) {
		key, value, isSetting := setting(line)
		switch {
		case !isSetting || key != canonical(v.Key):
			b.WriteString(line)
		case set:
		case blanks(value) == blanks(v.Value):
			set = true
			b.WriteString(line)
		default:
			set = true
			b.WriteString(v.line())
		}
	}
	text := b.String()
	if set {
		return text, nil
	}
	if text != "" && !strings.HasSuffix(text, "\n") {
		text += "\n"
	}
	return text + v.line(), nil
}

func (v Value) line() string { return v.Key + " = " + v.Value + "\n" }

// setting reads a line of sysctl.conf(5). A "-" before the key says that a
// failure to set it does not matter.
func setting(line string) (key, value string, ok bool) {
	line = strings.TrimSpace(line)
	if line == "" || line[0] == '#' || line[0] == ';' {
		return "", "", false
	}
	key, value, ok = strings.Cut(strings.TrimPrefix(line, "-"), "=")
	return canonical(strings.TrimSpace(key)), value, ok
}

// canonical returns a key with dots between its names: a key whose first
// separator is a slash has slashes between them, and dots inside.
func canonical(key string) string {
	if i := strings.IndexAny(key, "./"); i >= 0 && key[i] == '/' {
		return strings.NewReplacer(".", "/", "/", ".").Replace(key)
	}
	return key
}

func blanks(s string) string { return strings.Join(strings.Fields(s), " ") }
