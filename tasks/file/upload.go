package file

import (
	"io/fs"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Upload wants a regular file with the body of a file of the machine that hrun
// runs on, of any size. In everything else it is as [Content]: what is small
// enough even travels in the same way.
//
// The digests are compared first, and nothing is sent where they are equal. The
// body is compared once more on the host before it replaces the old one. While
// that goes on the host holds it twice, once where uploads arrive and once
// beside Path.
type Upload struct {
	Path   string      // absolute, on the host
	Source Source      // what [Local] has read
	Mode   fs.FileMode // 0 means 0644
	Owner  string      // user:group, names or numbers; empty leaves the owner alone

	// Verify is as for [Content]. A body of more than 1 MiB is not on the host
	// before it is uploaded: check mode does not verify it.
	Verify sh.Script

	Backup bool // keep the old file; see the package documentation
}

var (
	_ tasks.Task    = Upload{}
	_ tasks.Sampler = Upload{}
)

func (u Upload) body() body {
	if u.Mode == 0 {
		u.Mode = 0o644
	}
	return body{path: u.Path, source: u.Source, mode: u.Mode, owner: u.Owner, verify: u.Verify, backup: u.Backup}
}

// Validate reports a path, mode or owner that no file can have, and a source
// that is not as [Local] returns it.
func (u Upload) Validate() error { return u.body().check() }

func (u Upload) String() string { return "file " + u.Path }

// Probe prints what that of [Content] prints.
func (u Upload) Probe() sh.Script { return u.body().probe() }

// Plan compares content, owner and mode.
func (u Upload) Plan(got string) (tasks.Change, error) { return u.body().plan(got) }

// Sample is of a file that is absent first.
func (u Upload) Sample() (before, after string) { return u.body().sample() }
