package file

import (
	"cmp"
	"fmt"
	"regexp"
	"strings"
)

// form is how the lines of a file of settings are read and written.
type form struct {
	separator, comments string
	heading             *regexp.Regexp // nil for brackets
	ignoreCase          bool
}

// form returns that of the settings, whose Heading is an expression.
func (s Settings) form() form {
	f := form{cmp.Or(s.Separator, "="), cmp.Or(s.Comments, "#;"), nil, s.IgnoreCase}
	if s.Heading != "" {
		f.heading = regexp.MustCompilePOSIX(s.Heading)
	}
	return f
}

// fold returns what is equal for equal keys.
func (f form) fold(s string) string {
	if f.ignoreCase {
		return strings.ToLower(s)
	}
	return s
}

// blank reports whether white space is what separates.
func (f form) blank() bool { return strings.TrimSpace(f.separator) == "" }

// check reports a setting that would not be read as it was written.
func (f form) check(w Setting) error {
	line := f.line(w)
	switch {
	case w.Absent && w.Value != "":
		return fmt.Errorf("key %q shall be absent and has the value %q", w.Key, w.Value)
	case strings.ContainsAny(w.Section+line, "\x00\n\r") || strings.HasSuffix(line, `\`):
		return fmt.Errorf("%q in section %q is not one line", line, w.Section)
	}
	if section, ok := f.section(line); ok {
		return fmt.Errorf("%q is the heading of section %q", line, section)
	}
	key, value, _ := f.split(line)
	if key != w.Key || value != w.Value || w.Key == "" || strings.IndexAny(line, f.comments) == 0 {
		return fmt.Errorf("key %q with value %q is read as key %q with value %q", w.Key, w.Value, key, value)
	}
	if section, ok := f.section(f.title(w.Section)); w.Section != "" && (!ok || section != w.Section) {
		return fmt.Errorf("%q is not the heading of a section %q", f.title(w.Section), w.Section)
	}
	return nil
}

// line returns a new line for the setting, and title one for a section.
func (f form) line(w Setting) string {
	if f.blank() && w.Value == "" {
		return w.Key
	}
	return w.Key + f.separator + w.Value
}

func (f form) title(section string) string {
	if f.heading != nil {
		return section
	}
	return "[" + section + "]"
}

// section returns the name of the section that the line begins, if it does.
func (f form) section(line string) (name string, ok bool) {
	line = strings.TrimSpace(line)
	if f.heading != nil {
		return line, f.heading.MatchString(line)
	}
	name, _, ok = strings.Cut(line, "]")
	return strings.TrimSpace(strings.TrimPrefix(name, "[")), ok && strings.HasPrefix(line, "[")
}

// split returns key and value of a line that may hold some, and where in it
// the value begins, or -1 if nothing separates the two.
func (f form) split(line string) (key, value string, at int) {
	trimmed := strings.TrimSpace(line)
	before, after, ok := strings.Cut(trimmed, strings.TrimSpace(f.separator))
	if f.blank() {
		before, after, ok = trimmed, "", false
		if i := strings.IndexAny(trimmed, " \t"); i >= 0 {
			before, after, ok = trimmed[:i], trimmed[i:], true
		}
	}
	key, value = strings.TrimSpace(before), strings.TrimSpace(after)
	if !ok {
		return key, "", -1
	}
	indent := len(line) - len(strings.TrimLeft(line, " \t"))
	return key, value, indent + len(trimmed) - len(strings.TrimLeft(after, " \t"))
}

// uncommented returns what a comment holds. Where white space separates, a
// comment that begins with white space is prose.
func (f form) uncommented(line string) (string, bool) {
	line = strings.TrimSpace(line)
	held := strings.TrimLeft(line, f.comments)
	if held == line || (f.blank() && held != strings.TrimSpace(held)) {
		return "", false
	}
	return held, true
}
