package packages

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
)

// HeldError says that a package that would have to change is on hold.
type HeldError struct {
	Package string
	Version string // that it is held at
}

func (e *HeldError) Error() string {
	return fmt.Sprintf("%s is held at version %s: name it in Released, or run apt-mark unhold %s, if it may change", e.Package, e.Version, e.Package)
}

// obeyHolds refuses a change of a package that is held, unless the set itself
// releases it, or holds it at another version. It also refuses to hold what is
// not installed, and will not be.
func (d *difference) obeyHolds(s Set) error {
	changing := slices.Concat(d.install, d.upgrade, d.remove)
	for i, spec := range changing {
		changing[i], _, _ = strings.Cut(spec, "=")
	}
	for _, n := range changing {
		switch is := d.pkg(n); {
		case !is.held || slices.Contains(s.Released, n):
		case slices.Contains(s.Held, n):
			d.reholds = append(d.reholds, n)
		default:
			return &HeldError{Package: n, Version: is.version}
		}
	}
	for _, n := range s.Held {
		if d.pkg(n).state != installed && !slices.Contains(changing, n) {
			return fmt.Errorf("%s cannot be held: it is not installed", n)
		}
	}
	return nil
}

// holds returns the step that holds packages or releases them, if any is not.
func (d *difference) holds(m manager, title string, names []string) []tasks.Step {
	var wrong, was, want []string
	for _, n := range names {
		if is := d.pkg(n); is.held != (title == held) {
			wrong = append(wrong, n)
			was = append(was, n+" "+map[bool]string{true: held, false: released}[is.held])
			want = append(want, n+" "+title)
		}
	}
	if wrong == nil {
		return nil
	}
	return []tasks.Step{{
		Field: title,
		Was:   strings.Join(was, "\n"),
		Want:  strings.Join(want, "\n"),
		Do:    m.hold(wrong, title == held),
	}}
}
