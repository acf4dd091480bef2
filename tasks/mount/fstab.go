package mount

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// escape writes a field as fstab(5) and the kernel do: white space and the
// backslash as a backslash and three octal digits.
func escape(field string) string {
	return strings.NewReplacer(`\`, `\134`, " ", `\040`, "\t", `\011`, "\n", `\012`).Replace(field)
}

// unescape is the reverse, for any octal number.
func unescape(field string) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(field, `\`)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		n, err := uint64(0), strconv.ErrSyntax
		if len(after) >= 3 {
			n, err = strconv.ParseUint(after[:3], 8, 8)
		}
		if err != nil {
			b.WriteByte('\\')
			field = after
			continue
		}
		b.WriteByte(byte(n))
		field = after[3:]
	}
}

// fields reads a line of fstab(5); ok is false for comments and the like.
func fields(line string) (f []string, ok bool) {
	f = strings.Fields(line)
	if len(f) < 3 || strings.HasPrefix(f[0], "#") {
		return nil, false
	}
	if len(f) < 4 {
		f = append(f, "defaults")
	}
	for len(f) < 6 {
		f = append(f, "0")
	}
	return f, true
}

// options returns the fourth field of the line.
func (m Mount) options() string {
	if len(m.Options) == 0 {
		return "defaults"
	}
	return escape(strings.Join(m.Options, ","))
}

func (m Mount) line() string {
	return fmt.Sprintf("%s %s %s %s %d %d\n", escape(m.Source), escape(m.Path), m.kind(), m.options(), m.Dump, m.Pass)
}

// same reports whether two lines mean the same.
func same(a, b []string) bool {
	return unescape(a[0]) == unescape(b[0]) && a[2] == b[2] && sameOptions(a[3], b[3]) && slices.Equal(a[4:6], b[4:6])
}

func sameOptions(a, b string) bool {
	as, bs := strings.Split(a, ","), strings.Split(b, ",")
	slices.Sort(as)
	slices.Sort(bs)
	return slices.Equal(slices.Compact(as), slices.Compact(bs))
}

// rewrite has the text hold the line once, or no line of the path.
func (m Mount) rewrite(old string) string {
	want, _ := fields(m.line())
	done := m.State == Absent
	var b strings.Builder
	for line := range strings.Lines(old) {
		f, ok := fields(line)
		switch {
		case !ok || unescape(f[1]) != m.Path:
			b.WriteString(line)
		case done:
		case same(f, want):
			done = true
			b.WriteString(line)
		default:
			done = true
			b.WriteString(m.line())
		}
	}
	if done {
		return b.String()
	}
	if b.Len() > 0 && !strings.HasSuffix(b.String(), "\n") {
		b.WriteByte('\n')
	}
	return b.String() + m.line()
}

// planLine returns the step that edits the table. systemd has made units of the
// lines and would go by the old ones.
func (m Mount) planLine(got string) (tasks.Change, error) {
	if m.State == Ephemeral || m.State == Unmounted {
		return tasks.Change{}, nil
	}
	c, err := m.text().Plan(got, func(old string) (string, error) { return m.rewrite(old), nil })
	for i := range c.Steps {
		reload := "if [ -d " + sh.Word(m.root+"/run/systemd/system") + " ]; then systemctl daemon-reload; fi"
		c.Steps[i].Do = sh.Lines(c.Steps[i].Do, reload)
	}
	return c, err
}

// otherOptions returns the options in the table's line of the path, or nothing
// if they come to the same for the kernel.
func (m Mount) otherOptions(got string) string {
	for line := range strings.Lines(got) {
		if f, ok := fields(line); ok && unescape(f[1]) == m.Path {
			old := choose(strings.Split(unescape(f[3]), ",")).words(false)
			if sameOptions(strings.Join(old, ","), strings.Join(choose(m.Options).words(false), ",")) {
				return ""
			}
			return f[3]
		}
	}
	return ""
}
