package file

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// splitLines returns the lines of a text without their line feeds. The last
// one counts as a line whether or not it has one.
func splitLines(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}

// joinLines is the reverse: every line has its line feed.
func joinLines(lines []string) string {
	if len(lines) == 0 {
		return ""
	}
	return strings.Join(lines, "\n") + "\n"
}

// place says where new lines go: after the last line that After matches, or
// before the first that Before matches, or at the end. Both are POSIX extended
// regular expressions.
type place struct{ after, before string }

func (p place) check() error {
	if p.after != "" && p.before != "" {
		return fmt.Errorf("both After %q and Before %q are given", p.after, p.before)
	}
	for _, e := range []string{p.after, p.before} {
		if _, err := regexp.CompilePOSIX(e); err != nil {
			return err
		}
	}
	return nil
}

// insert returns the lines with more put in its place. It is an error if no
// line matches: at the end of a file a line may mean something else.
func (p place) insert(lines []string, more ...string) ([]string, error) {
	at := len(lines)
	switch {
	case p.after != "":
		after, err := regexp.CompilePOSIX(p.after)
		if err != nil {
			return nil, err
		}
		for at > 0 && !after.MatchString(lines[at-1]) {
			at--
		}
		if at == 0 {
			return nil, fmt.Errorf("no line matches %q, after which to insert", p.after)
		}
	case p.before != "":
		before, err := regexp.CompilePOSIX(p.before)
		if err != nil {
			return nil, err
		}
		if at = slices.IndexFunc(lines, before.MatchString); at < 0 {
			return nil, fmt.Errorf("no line matches %q, before which to insert", p.before)
		}
	}
	return slices.Insert(slices.Clone(lines), at, more...), nil
}
