package file

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/internal/stage"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Attributes wants a file or directory that others make to have this mode and
// owner. Where nothing is at Path, Plan returns a [KindError], or a
// [MissingError] if even its directory is missing: in check mode the task then
// waits for what may still make it. A symbolic link is a [KindError], too, be
// it to a directory that others may have linked elsewhere.
type Attributes struct {
	Path  string
	Mode  fs.FileMode // 0 leaves the mode alone, but for the set-id bits of a file, which go with its old owner
	Owner string      // user:group, names or numbers; empty leaves the owner alone

	// Recursive gives to Owner also everything below the directory: links
	// themselves and never what they point to, and nothing on other file
	// systems. Mode is for Path alone, because a mode that suits directories
	// does not suit files. A file with another name elsewhere, a hard link,
	// changes its owner there as well.
	Recursive bool
}

var (
	_ tasks.Task    = Attributes{}
	_ tasks.Sampler = Attributes{}
)

// Validate reports a bad path, a mode or owner that nothing can have, and
// attributes of which none is wanted.
func (a Attributes) Validate() error {
	var errs []error
	if a.Mode == 0 && a.Owner == "" {
		errs = append(errs, errors.New("neither mode nor owner is given"))
	}
	if a.Recursive && (a.Owner == "" || system(a.Path)) {
		errs = append(errs, fmt.Errorf("owner %q is not given to all below %s", a.Owner, a.Path))
	}
	return errors.Join(append(errs, CheckPath(a.Path), checkMode(a.Mode), checkOwner(a.Owner))...)
}

func (a Attributes) String() string { return "attributes of " + a.Path }

// Probe prints type, mode and owner; with Recursive also how many files and
// directories each owner has below, Path included.
func (a Attributes) Probe() sh.Script {
	if !a.Recursive {
		return look(a.Path, "", "")
	}
	return look(a.Path, "", `{ { rc=$({ { find "$p" -xdev -exec stat -c '%u:%g %U:%G' {} +; echo $? >&3; } | sort | uniq -c >&4; } 3>&1); } 4>&1 && [ "$rc" = 0 ]; }`)
}

// Plan compares owner and mode.
func (a Attributes) Plan(got string) (c tasks.Change, err error) {
	if err := a.Validate(); err != nil {
		return c, err
	}
	was, err := parse(a.Path, got)
	if err != nil {
		return c, err
	}
	mode := octal(a.Mode)
	switch was.kind {
	case "file":
	case "directory":
		mode = fmt.Sprintf("%05s", mode) // with fewer digits chmod(1) leaves the set-id bits of a directory
	case "absent":
		return c, &KindError{Path: a.Path, Is: "absent, and is for others to make"}
	default:
		return c, &KindError{Path: a.Path, Is: was.article() + ", neither a file nor a directory"}
	}
	if a.Owner != "" && !was.owned(a.Owner) {
		c.Differ("owner", was.owner, a.Owner, giveAway(a.Path, a.Owner, was.mode, octal(a.Mode)))
	}
	if a.Recursive && was.kind == "directory" {
		others, err := a.strangers(was.rest)
		if err != nil {
			return tasks.Change{}, err
		}
		// GNU chown keeps to the directories that it has opened; -h is for what is a link.
		c.Differ("owner of all below", others, a.Owner, sh.Lines(
			sh.Group(stage.Unmounted(a.Path)),
			sh.Cmd("chown", "-hR", a.Owner, a.Path),
		))
	}
	if a.Mode != 0 {
		c.Differ("mode", was.mode, octal(a.Mode), inPlace(a.Path, "false", sh.Cmd("chmod", mode, opened)))
	}
	return c, nil
}

// strangers says whose the files are that have another owner, or names the
// wanted one.
func (a Attributes) strangers(counts string) (string, error) {
	var others []string
	for line := range strings.Lines(counts) {
		f := strings.Fields(line)
		if len(f) != 3 {
			return "", fmt.Errorf("probe of %s printed %q, want a count and owners", a.Path, line)
		}
		if n, err := strconv.Atoi(f[0]); err != nil || n < 1 {
			return "", fmt.Errorf("probe of %s printed %q, want a count", a.Path, line)
		}
		if !(state{ids: f[1], owner: f[2]}).owned(a.Owner) {
			others = append(others, f[0]+" of "+f[2])
		}
	}
	if len(others) == 0 {
		return a.Owner, nil
	}
	return strings.Join(others, ", "), nil
}

// Sample is of a path where others have made nothing yet.
func (a Attributes) Sample() (before, after string) {
	return "absent\n", present("file", cmp.Or(a.Mode, 0o644), a.Owner)
}
