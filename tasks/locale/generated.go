package locale

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Generated wants locales to be there for programs to use: a line of
// /etc/locale.gen for each, and what locale-gen(8) makes of it. All of them
// are made in one run of locale-gen, which takes some seconds for each. Locales
// that others asked for stay.
//
// It needs Debian's package locales. With locales-all everything is there, and
// there is nothing to do.
type Generated struct {
	Names []string // as in /usr/share/i18n/SUPPORTED, e.g. de_DE.UTF-8 or de_DE@euro

	root string // what the paths lie below; empty means /
}

var (
	_ tasks.Task    = Generated{}
	_ tasks.Sampler = Generated{}
)

// Validate reports names that no locale can have, that come twice, and that
// there are none.
func (g Generated) Validate() error {
	if len(g.Names) == 0 {
		return errors.New("there are no locales to generate")
	}
	var errs []error
	for i, name := range g.Names {
		errs = append(errs, checkName(name))
		if slices.Contains(g.Names[:i], name) {
			errs = append(errs, fmt.Errorf("locale %s is named twice", name))
		}
	}
	return errors.Join(errs...)
}

func (g Generated) String() string { return "locales " + strings.Join(g.Names, " ") }

func (g Generated) text() file.Text { return file.Text{Path: g.root + "/etc/locale.gen", Create: true} }

// Probe prints a line for each locale: its name, "there" or "lacking", and the
// character set that it has in the list of those that can be made, or nothing.
// Then it prints "tool" if there is a locale-gen, "no tool", or "foreign" where
// there is not even a locale(1), and what [file.Text.Probe] prints.
func (g Generated) Probe() sh.Script {
	probe := compiled + "\ns=" + sh.Word(g.root+"/usr/share/i18n/SUPPORTED") + "\n" +
		`charset() { if [ -f "$s" ]; then awk -v n="$1" '$1 == n { print $2; exit }' "$s"; fi; }` + "\n"
	for _, name := range g.Names {
		probe += "c=$(charset " + sh.Word(name) + ") || exit\n" +
			"if " + has(name) + "; then t=there; else t=lacking; fi\n" +
			"printf '%s %s %s\\n' " + sh.Word(name) + ` "$t" "$c"` + "\n"
	}
	return probe + `if [ "$l" = none ]; then echo foreign; elif command -v locale-gen >/dev/null; then echo tool; else echo "no tool"; fi` +
		"\n" + g.text().Probe()
}

// Plan compares the lines of the file, and the locales that are there.
func (g Generated) Plan(got string) (c tasks.Change, err error) {
	if err := g.Validate(); err != nil {
		return c, err
	}
	charsets := make([]string, len(g.Names))
	var lacking []string
	for i, name := range g.Names {
		var line string
		line, got, _ = strings.Cut(got, "\n")
		f := strings.Fields(line)
		switch {
		case len(f) < 2 || f[0] != name:
			return c, fmt.Errorf("probe of the locale %s printed %q", name, line)
		case f[1] == "lacking":
			lacking = append(lacking, name)
		}
		if len(f) == 3 {
			charsets[i] = f[2]
		}
	}
	tool, got, _ := strings.Cut(got, "\n")
	switch {
	case tool == "foreign":
		return c, errors.New("there is no locale(1): this system has no locales of the GNU C library")
	case tool != "tool" && len(lacking) == 0:
		return c, nil
	case tool != "tool":
		return c, fmt.Errorf("there is no locale-gen to make %s with; install the package locales first", strings.Join(lacking, " "))
	}
	if i := slices.Index(charsets, ""); i >= 0 {
		return c, fmt.Errorf("locale %s is not in /usr/share/i18n/SUPPORTED; its name may lack a codeset such as .UTF-8", g.Names[i])
	}
	c, err = g.text().Plan(got, func(old string) (string, error) { return g.rewrite(old, charsets), nil })
	if err != nil {
		return tasks.Change{}, err
	}
	if len(lacking) > 0 {
		names := strings.Join(lacking, " ")
		c.Differ("locales", "without "+names, "with "+names, sh.Cmd("locale-gen", "--keep-existing"))
	}
	return c, nil
}

// rewrite takes the comment sign off the lines that are wanted, and adds those
// that are not there.
func (g Generated) rewrite(old string, charsets []string) string {
	lines := strings.SplitAfter(old, "\n")
	for i, name := range g.Names {
		want := []string{name, charsets[i]}
		if slices.ContainsFunc(lines, func(l string) bool { return slices.Equal(strings.Fields(l), want) }) {
			continue
		}
		at := slices.IndexFunc(lines, func(l string) bool {
			return slices.Equal(strings.Fields(strings.TrimPrefix(l, "#")), want)
		})
		line := name + " " + charsets[i] + "\n"
		if at >= 0 {
			lines[at] = line
			continue
		}
		if last := len(lines) - 1; lines[last] != "" {
			lines[last] += "\n"
			lines = append(lines, "")
		}
		lines = slices.Insert(lines, len(lines)-1, line)
	}
	return strings.Join(lines, "")
}

// Sample shows a host with the package locales, before and after.
func (g Generated) Sample() (before, after string) {
	const table = "tool\nfile 644 0:0 root:root\ntext\n"
	charsets := make([]string, len(g.Names))
	var lacking, there strings.Builder
	for i, name := range g.Names {
		charsets[i] = "UTF-8"
		fmt.Fprintf(&lacking, "%s lacking UTF-8\n", name)
		fmt.Fprintf(&there, "%s there UTF-8\n", name)
	}
	return lacking.String() + table, there.String() + table + g.rewrite("", charsets)
}
