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

// Line wants a text file to have this line, and no other line that Match
// matches. The first such line becomes Line and the others are removed; if
// there is none, Line is added. Lines that Match does not match stay, and so
// do further copies of Line if Match is empty.
//
// Where hrun owns the whole file, [Content] says more.
type Line struct {
	Path string // absolute
	Line string // without a line feed; may be empty if Absent and Match says which

	// Match is a POSIX extended regular expression (regex(7)) for the lines
	// that Line replaces, e.g. "^#?PermitRootLogin "; empty means none.
	Match string

	// After and Before, of which at most one may be set, are expressions that
	// say where a line is added: after the last or before the first line that
	// they match. It is an error if there is no such line. If both are empty
	// it is added at the end.
	After, Before string

	// Absent wants neither Line nor any line that Match matches to be there;
	// an absent file has none. After and Before must be empty.
	Absent bool

	Create bool      // make the file, with mode 0644, if it is absent
	Verify sh.Script // as for [Content]
	Backup bool      // keep the old file; see the package documentation
}

var (
	_ tasks.Task    = Line{}
	_ tasks.Sampler = Line{}
)

// text allows an absent file where the line shall be absent, too.
func (l Line) text() Text { return Text{l.Path, l.Create || l.Absent, l.Verify, l.Backup} }

// Validate reports a bad path, an empty line or one with a line feed,
// expressions that are none, and a place for a line that shall be absent.
func (l Line) Validate() error {
	if l.Absent && (l.After != "" || l.Before != "") {
		return errors.New("an absent line has no place to be added")
	}
	if l.Line == "" && !(l.Absent && l.Match != "") || strings.ContainsAny(l.Line, "\x00\n") {
		return fmt.Errorf("line %q is empty, or holds a line feed or NUL", l.Line)
	}
	_, err := regexp.CompilePOSIX(l.Match)
	return errors.Join(l.text().Validate(), err, place{l.After, l.Before}.check())
}

func (l Line) String() string {
	switch {
	case l.Absent && l.Line == "":
		return fmt.Sprintf("no line in %s: %s", l.Path, l.Match)
	case l.Absent:
		return fmt.Sprintf("no line in %s: %s", l.Path, l.Line)
	}
	return fmt.Sprintf("line in %s: %s", l.Path, l.Line)
}

// Probe prints type, mode and owner, and the whole text if it has at most
// 1 MiB.
func (l Line) Probe() sh.Script { return l.text().Probe() }

// Plan compares the whole text with what it would be.
func (l Line) Plan(got string) (tasks.Change, error) {
	if err := l.Validate(); err != nil {
		return tasks.Change{}, err
	}
	return l.text().Plan(got, l.rewrite)
}

// Sample is of a file that has no lines first, or is absent if it may be.
func (l Line) Sample() (before, after string) {
	x := l.text()
	if l.Absent {
		return x.blank(), x.blank()
	}
	return x.blank(), x.Prints(l.Line + "\n")
}

func (l Line) rewrite(old string) (string, error) {
	lines := splitLines(old)
	if l.Absent {
		return l.remove(old)
	}
	if l.Match == "" {
		if slices.Contains(lines, l.Line) {
			return old, nil
		}
		return l.add(lines)
	}
	match, err := regexp.CompilePOSIX(l.Match)
	if err != nil {
		return "", err
	}
	kept := make([]string, 0, len(lines))
	done := slices.Contains(lines, l.Line)
	first := done // with Line in place, wherever that is, every other match goes
	for _, line := range lines {
		switch {
		case line == l.Line && first:
			first = false
			kept = append(kept, line)
		case !match.MatchString(line):
			kept = append(kept, line)
		case !done:
			done = true
			kept = append(kept, l.Line)
		}
	}
	switch {
	case !done:
		return l.add(lines)
	case slices.Equal(kept, lines):
		return old, nil // with or without a final line feed
	}
	return joinLines(kept), nil
}

// remove keeps the text as it is, with or without a final line feed, where
// nothing is to go.
func (l Line) remove(old string) (string, error) {
	match, err := regexp.CompilePOSIX(l.Match)
	if err != nil {
		return "", err
	}
	lines := splitLines(old)
	kept := slices.DeleteFunc(slices.Clone(lines), func(line string) bool {
		return line == l.Line && line != "" || l.Match != "" && match.MatchString(line)
	})
	if len(kept) == len(lines) {
		return old, nil
	}
	return joinLines(kept), nil
}

func (l Line) add(lines []string) (string, error) {
	lines, err := place{l.After, l.Before}.insert(lines, l.Line)
	return joinLines(lines), err
}
