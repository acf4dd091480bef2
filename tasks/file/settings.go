package file

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Settings wants a text file of keys and values to hold these. Comments, order,
// white space and all other keys stay as they are. It is for keys that may be
// there once: of several lines with one key in one section one is left, in the
// place of the first that is right, or else of the first. For keys that may
// come more often, such as ExecStart of systemd.exec(5), use [Line] or [Block].
//
// The zero fields suit INI files, and files of KEY=value such as those of
// /etc/default, whose values are written as the shell wants them:
//
//	Settings{Path: "/etc/systemd/journald.conf", Uncomment: true, Settings: []Setting{
//		{Section: "Journal", Key: "SystemMaxUse", Value: "1G"},
//	}}
//
// For sshd_config(5), in which the heading of a block is a section:
//
//	Settings{Path: "/etc/ssh/sshd_config", Separator: " ", Heading: "^[Mm]atch ", IgnoreCase: true, ...}
type Settings struct {
	Path     string    // absolute
	Settings []Setting // at least one, no key twice

	// Separator is written between the key and the value of a new line; empty
	// means "=". White space around it is for the eye: to find a key it does
	// not count. A separator that is only white space is any white space.
	Separator string

	Comments string // characters of which each begins a comment; empty means "#;"

	// Heading is a POSIX extended regular expression (regex(7)) for the lines
	// that begin a section, which ends at the next; empty means those in
	// brackets.
	Heading string

	IgnoreCase bool // keys and headings are the same in upper and lower case

	// Uncomment puts a key that is not there in the place of the first comment
	// in its section that holds this key with a value. Otherwise a new key
	// goes to the end of its section, and a new section to the end.
	Uncomment bool

	Create bool      // make the file, with mode 0644, if it is absent
	Verify sh.Script // as for [Content]
	Backup bool      // keep the old file; see the package documentation
}

var (
	_ tasks.Task    = Settings{}
	_ tasks.Sampler = Settings{}
)

// text allows an absent file where all keys shall be absent, too.
func (s Settings) text() Text {
	kept := slices.ContainsFunc(s.Settings, func(w Setting) bool { return !w.Absent })
	return Text{s.Path, s.Create || !kept, s.Verify, s.Backup}
}

// Validate reports a bad path, keys and values that the file could not hold as
// they are, and a key that is given twice.
func (s Settings) Validate() error {
	errs := []error{s.text().Validate()}
	if _, err := regexp.CompilePOSIX(s.Heading); err != nil {
		return errors.Join(append(errs, err)...)
	}
	if len(s.Settings) == 0 || strings.ContainsAny(s.Separator, "\x00\n") {
		errs = append(errs, fmt.Errorf("%d settings, separated by %q, are none", len(s.Settings), s.Separator))
	}
	f := s.form()
	seen := map[[2]string]bool{}
	for _, w := range s.Settings {
		id := [2]string{f.fold(w.Section), f.fold(w.Key)}
		if seen[id] {
			errs = append(errs, fmt.Errorf("key %q of section %q is given twice", w.Key, w.Section))
		}
		seen[id] = true
		errs = append(errs, f.check(w))
	}
	return errors.Join(errs...)
}

func (s Settings) String() string {
	keys := make([]string, len(s.Settings))
	for i, w := range s.Settings {
		keys[i] = named(w.Key)
		if w.Section != "" {
			keys[i] = "[" + named(w.Section) + "] " + keys[i]
		}
	}
	return fmt.Sprintf("settings in %s: %s", s.Path, strings.Join(keys, ", "))
}

// Probe prints type, mode and owner, and the whole text if it has at most
// 1 MiB.
func (s Settings) Probe() sh.Script { return s.text().Probe() }

// Plan compares the whole text with what it would be. It returns an error for
// a setting to be changed that goes on in the next line.
func (s Settings) Plan(got string) (tasks.Change, error) {
	if err := s.Validate(); err != nil {
		return tasks.Change{}, err
	}
	return s.text().Plan(got, s.rewrite)
}

// Sample is of a file that has no lines first, or is absent if it may be.
func (s Settings) Sample() (before, after string) {
	x := s.text()
	text, err := s.rewrite("")
	if err != nil || text == "" {
		return x.blank(), x.blank()
	}
	return x.blank(), x.Prints(text)
}

func (s Settings) rewrite(old string) (string, error) {
	lines := splitLines(old)
	f := s.form()
	for _, w := range s.Settings {
		changed, err := f.set(lines, w, s.Uncomment)
		if err != nil {
			return "", err
		}
		lines = changed
	}
	if slices.Equal(lines, splitLines(old)) {
		return old, nil // with or without a final line feed
	}
	return joinLines(lines), nil
}
