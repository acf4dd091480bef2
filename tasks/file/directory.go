package file

import (
	"fmt"
	"io/fs"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Directory wants a directory with this mode and owner. A symbolic link to a
// directory counts as one if root has made it, or the user that probes: owner
// and mode of what anyone else links to are not for them to have changed.
// Anything else at Path is never replaced, and Plan returns a [KindError]. It makes one level: name the parents as Directory
// tasks of their own, before it.
type Directory struct {
	Path  string      // absolute
	Mode  fs.FileMode // 0 means 0755
	Owner string      // user:group, names or numbers; empty leaves the owner alone
}

var (
	_ tasks.Task    = Directory{}
	_ tasks.Sampler = Directory{}
)

// Validate reports a path, mode or owner that no directory can have.
func (d Directory) Validate() error { return d.body().check() }

func (d Directory) body() body {
	if d.Mode == 0 {
		d.Mode = 0o755
	}
	return body{path: d.Path, source: Source{}, mode: d.Mode, owner: d.Owner}
}

func (d Directory) String() string { return "directory " + d.Path }

// Probe prints type, mode and owner.
func (d Directory) Probe() sh.Script {
	p := sh.Word(d.Path)
	return "if [ -d " + p + " ] && " + trusted(d.Path) + "; then stat -L -c 'directory %a %u:%g %U:%G' " + p +
		"; else\n" + look(d.Path, "", "") + "\nfi"
}

// Plan compares owner and mode.
func (d Directory) Plan(got string) (c tasks.Change, err error) {
	if err := d.Validate(); err != nil {
		return c, err
	}
	was, err := parse(d.Path, got)
	if err != nil {
		return foretell(err, d.make)
	}
	return d.make(was)
}

// make plans from what is there.
func (d Directory) make(was state) (c tasks.Change, err error) {
	b := d.body()
	// Five digits: with fewer, chmod(1) leaves the set-id bits of a directory.
	chmod := sh.Cmd("chmod", fmt.Sprintf("%05s", octal(b.mode)), opened)
	var chown sh.Script
	if d.Owner != "" {
		chown = sh.Cmd("chown", d.Owner, opened)
	}
	switch was.kind {
	case "absent":
		// Nobody may enter before owner and mode are right.
		first := sh.Lines(sh.Cmd("mkdir", "-m", "700", d.Path), inPlace(d.Path, trusted(d.Path), chown, chmod))
		c.Differ("directory", "absent", "present, mode "+octal(b.mode), first)
		return c, nil
	case "directory":
		if d.Owner != "" && !was.owned(d.Owner) {
			c.Differ("owner", was.owner, d.Owner, inPlace(d.Path, trusted(d.Path), chown))
		}
		c.Differ("mode", was.mode, octal(b.mode), inPlace(d.Path, trusted(d.Path), chmod))
		return c, nil
	}
	return c, &KindError{Path: d.Path, Is: was.article() + ", not a directory"}
}

// Sample is of a directory that is absent first.
func (d Directory) Sample() (before, after string) {
	b := d.body()
	return "absent\n", present("directory", b.mode, b.owner)
}
