package locale

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// System wants the locale that sessions and services start with, locale(7). It
// sets the given variables in /etc/default/locale on Debian, and in
// /etc/locale.conf, locale.conf(5), where that is not there or only a link, as
// from Debian 13 on. Other lines stay.
//
// Sessions and services that run keep what they started with.
type System struct {
	Lang string // LANG: e.g. de_DE.UTF-8 or C.UTF-8; it must be there, see [Generated]

	// Categories are the locales of single categories where these are not
	// Lang's, such as "LC_TIME". nil sets none.
	Categories map[string]string

	root string // what the paths lie below; empty means /
}

var (
	_ tasks.Task    = System{}
	_ tasks.Sampler = System{}
)

// UnknownError says that a locale is not there to be used.
type UnknownError struct{ Locale string }

func (e *UnknownError) Error() string {
	return fmt.Sprintf("locale %s is not there; it must be generated first, or the package locales-all be installed", e.Locale)
}

var category = regexp.MustCompile(`^LC_[A-Z]+$`)

// Validate reports names that no locale or category can have. LC_ALL is none:
// it would leave nobody a choice.
func (s System) Validate() error {
	errs := []error{checkName(s.Lang)}
	for _, key := range slices.Sorted(maps.Keys(s.Categories)) {
		if !category.MatchString(key) || key == "LC_ALL" {
			errs = append(errs, fmt.Errorf("%q is not a category of locales such as LC_TIME", key))
		}
		errs = append(errs, checkName(s.Categories[key]))
	}
	return errors.Join(errs...)
}

func (s System) String() string { return "locale " + s.Lang }

// locales returns the different locales that are wanted, in order.
func (s System) locales() []string {
	all := append(slices.Collect(maps.Values(s.Categories)), s.Lang)
	slices.Sort(all)
	return slices.Compact(all)
}

func (s System) text(name string) file.Text { return file.Text{Path: s.root + name, Create: true} }

const (
	debian = "/etc/default/locale"
	conf   = "/etc/locale.conf"
)

// Probe prints a line "lacking NAME" for each locale that is not there, then
// the path of the file, and then what [file.Text.Probe] prints of it.
func (s System) Probe() sh.Script {
	probe := compiled + "\n"
	for _, name := range s.locales() {
		probe += "if ! " + has(name) + "; then echo " + sh.Word("lacking "+name) + "; fi\n"
	}
	d := sh.Word(s.root + debian)
	return probe + "if [ -L " + d + " ] || { [ ! -e " + d + " ] && [ ! -e " + sh.Word(s.root+"/etc/debian_version") + " ]; }; then\n" +
		"echo " + conf + "\n" + s.text(conf).Probe() + "\nelse\n" +
		"echo " + debian + "\n" + s.text(debian).Probe() + "\nfi"
}

// Plan compares the variables. It returns an [UnknownError] for a locale that
// is not there: programs would complain at every start.
func (s System) Plan(got string) (tasks.Change, error) {
	if err := s.Validate(); err != nil {
		return tasks.Change{}, err
	}
	line, rest, _ := strings.Cut(got, "\n")
	if name, lacking := strings.CutPrefix(line, "lacking "); lacking {
		return tasks.Change{}, &UnknownError{Locale: name}
	}
	if line != debian && line != conf {
		return tasks.Change{}, fmt.Errorf("probe of the system's locale printed %q, want the path of its file", line)
	}
	return s.text(line).Plan(rest, func(old string) (string, error) { return s.rewrite(old), nil })
}

// rewrite has the text set each variable once.
func (s System) rewrite(old string) string {
	want := map[string]string{"LANG": s.Lang}
	maps.Copy(want, s.Categories)
	done := map[string]bool{}
	var b strings.Builder
	for line := range strings.Lines(old) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		wanted, ours := want[key]
		switch {
		case !ours:
			b.WriteString(line)
		case done[key]:
		case strings.Trim(value, `"'`) == wanted:
			b.WriteString(line)
		default:
			b.WriteString(key + "=" + wanted + "\n")
		}
		done[key] = done[key] || ours
	}
	for _, key := range slices.Sorted(maps.Keys(want)) {
		if !done[key] {
			if b.Len() > 0 && !strings.HasSuffix(b.String(), "\n") {
				b.WriteString("\n")
			}
			b.WriteString(key + "=" + want[key] + "\n")
		}
	}
	return b.String()
}

// Sample shows a Debian 12 that has the locales, and uses none.
func (s System) Sample() (before, after string) {
	const table = debian + "\nfile 644 0:0 root:root\ntext\n"
	return table, table + s.rewrite("")
}
