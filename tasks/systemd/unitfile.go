package systemd

import (
	"errors"
	"fmt"
	"path"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// UnitFile wants a unit to be described by a file in /etc/systemd/system, mode
// 0644 and owned by root, and systemd to have read it. It takes precedence over
// the file of the same name that a package brings; to change a few settings of
// such a unit use [DropIn].
//
// systemd-analyze(1), where it is installed, must find nothing to say about the
// file before it takes the place of the old one, also not that it ignores a
// setting. That commands are not there yet is no reason to refuse.
//
// The unit is neither enabled nor started, nor restarted if it runs: see [Unit]
// and [Restart]. A mask is a link in the same place, which the file replaces.
type UnitFile struct {
	Name string // in full, such as backup.service, or backup@.service for a template
	Body string

	// Unverified has systemd-analyze not asked, as for a file with settings
	// that only a newer systemd knows.
	Unverified bool

	// Absent wants no such file; Body must be empty. A unit that runs goes on
	// running, and links that enable it stay: put [Off] before it.
	Absent bool

	directory string // empty means /etc/systemd/system
}

var (
	_ tasks.Task    = UnitFile{}
	_ tasks.Sampler = UnitFile{}
)

// Validate reports a name without the suffix that says what kind of unit it is,
// and an empty body.
func (f UnitFile) Validate() error {
	var err error
	if (f.Body == "") != f.Absent {
		err = errors.New("want either a body or Absent")
	}
	return errors.Join(checkName(f.Name), err)
}

// String returns "unit file NAME".
func (f UnitFile) String() string { return "unit file " + f.Name }

func (f UnitFile) path() string {
	if f.directory == "" {
		f.directory = directory
	}
	return path.Join(f.directory, f.Name)
}

// file returns the task about the file alone.
func (f UnitFile) file() file.Part {
	content := file.Content{Path: f.path(), Body: f.Body, Owner: "root:root"}
	if !f.Unverified {
		content.Verify = verify(f.Name)
	}
	return content.Unless(f.Absent)
}

// Probe prints what systemd has read, and what is there to be read.
func (f UnitFile) Probe() sh.Script {
	at := f.path()
	if f.Absent {
		at = "" // whichever file is read then
	}
	return sh.Lines(sh.Group(look(f.Name, at, false)), sh.Group(f.file().Probe()))
}

// Plan compares the file and has systemd read it.
func (f UnitFile) Plan(got string) (c tasks.Change, err error) {
	if err := f.Validate(); err != nil {
		return c, err
	}
	stale, rest, err := reread(got)
	if err != nil {
		return c, fmt.Errorf("unit file %s: %w", f.Name, err)
	}
	if c, err = f.file().Plan(rest); err != nil {
		return c, err
	}
	reload(&c, stale)
	return c, nil
}

// Sample is of a host without the file.
func (f UnitFile) Sample() (before, after string) {
	before, after = f.file().Sample()
	return "read\n" + before, "read\n" + after
}
