package file

import (
	"fmt"
	"path"
	"slices"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/internal/stage"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Absent wants nothing to be at a path. A symbolic link is removed, not what
// it points to. Removal never crosses into another mounted file system: what
// is mounted below Path stays, and the task fails.
type Absent struct {
	Path      string // absolute; not a directory that the system is made of
	Recursive bool   // also remove a directory that is not empty
}

var (
	_ tasks.Task    = Absent{}
	_ tasks.Sampler = Absent{}
)

// Validate reports a bad path, or one of the directories that a system cannot
// do without (hier(7)).
func (a Absent) Validate() error {
	if err := CheckPath(a.Path); err != nil {
		return err
	}
	if system(a.Path) {
		return fmt.Errorf("%s is a part of the system and is not removed", a.Path)
	}
	return nil
}

// system reports whether the path is a directory of the system itself, such as
// /etc, /usr/lib or /var/log.
func system(p string) bool {
	top := []string{
		"/bin", "/boot", "/dev", "/etc", "/home", "/lib", "/lib32", "/lib64", "/libx32", "/media", "/mnt",
		"/opt", "/proc", "/root", "/run", "/sbin", "/srv", "/sys", "/tmp", "/usr", "/var",
	}
	below := []string{
		"/usr/bin", "/usr/include", "/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libexec", "/usr/local", "/usr/sbin",
		"/usr/share", "/var/cache", "/var/lib", "/var/lock", "/var/log", "/var/mail", "/var/run", "/var/spool",
		"/var/tmp",
	}
	kernel := []string{"/dev", "/proc", "/sys"} // and everything directly below
	return slices.Contains(top, p) || slices.Contains(below, p) || slices.Contains(kernel, path.Dir(p))
}

func (a Absent) String() string { return "absent " + a.Path }

// Probe prints the type, and of a directory whether it is empty.
func (a Absent) Probe() sh.Script {
	return look(a.Path, "", `l=$(ls -A "$p") && if [ -z "$l" ]; then echo empty; else echo full; fi`)
}

// Plan wants nothing there. A directory that is not empty is a [KindError]
// without Recursive.
func (a Absent) Plan(got string) (c tasks.Change, err error) {
	if err := a.Validate(); err != nil {
		return c, err
	}
	if got == "missing\n" {
		return c, nil // what lies in it is absent as well
	}
	was, err := parse(a.Path, got)
	if err != nil {
		return c, err
	}
	switch {
	case was.kind != "directory":
		c.Differ("path", was.String(), "absent", sh.Cmd("rm", "-f", a.Path))
	case was.rest == "empty\n":
		c.Differ("path", "empty directory", "absent", sh.Cmd("rmdir", a.Path))
	case a.Recursive:
		c.Differ("path", "directory with content", "absent", a.clear())
	default:
		return c, &KindError{Path: a.Path, Is: "a directory that is not empty, which only Recursive removes"}
	}
	return c, nil
}

// Sample is of a host where nothing is at the path, as is wanted.
func (Absent) Sample() (before, after string) { return "absent\n", "absent\n" }

// clear looks for mounts first: -xdev and its like do not see that a directory
// of the same file system is mounted from elsewhere. GNU rm keeps to the
// directories that it has opened, so that nobody can lead it out of them by a
// link; that of busybox does not, but is not told to enter any.
func (a Absent) clear() sh.Script {
	return `(
` + stage.Unmounted(a.Path) + ` || exit
if rm --help 2>&1 | grep -q one-file-system; then
	` + sh.Cmd("rm", "-rf", "--one-file-system", a.Path) + `
else
` + sh.Lines(
		sh.Cmd("find", a.Path, "-xdev", "!", "-type", "d", "-exec", "rm", "-f", "{}", "+"),
		sh.Cmd("find", a.Path, "-xdev", "-depth", "-type", "d", "-exec", "rmdir", "{}", "+"),
	) + `
fi
)`
}
