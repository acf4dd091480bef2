package file

import (
	"io/fs"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Content wants a regular file with exactly this body, mode and owner.
//
// A symbolic link at Path is replaced by a file; what it points to stays. A
// directory, a device or anything else there is never replaced: Plan returns a
// [KindError]. The old file's access control list, extended attributes and
// security context are kept as far as cp(1) of the host can copy them; hard
// links to it keep the old body.
type Content struct {
	Path  string      // absolute
	Body  string      // empty makes an empty file
	Mode  fs.FileMode // 0 means 0644
	Owner string      // user:group, names or numbers; empty leaves the owner alone

	// Verify is run before the new body replaces the old one, with the path
	// of the candidate appended as one word, e.g. "visudo -c -s -f". The
	// candidate has its name, owner and mode by then, and lies in a directory
	// beside Path that only the user who writes it can enter. A non-zero exit
	// fails the task and leaves the old file.
	Verify sh.Script

	Backup bool // keep the old file; see the package documentation
}

var (
	_ tasks.Task    = Content{}
	_ tasks.Sampler = Content{}
)

func (f Content) body() body {
	if f.Mode == 0 {
		f.Mode = 0o644
	}
	return body{path: f.Path, source: Source{Text: f.Body}, mode: f.Mode, owner: f.Owner, verify: f.Verify, backup: f.Backup}
}

// Validate reports a path, mode or owner that no file can have.
func (f Content) Validate() error { return f.body().check() }

func (f Content) String() string { return "file " + f.Path }

// Probe prints type, mode, owner, digest and size, and the old text if it
// differs and has at most 64 KiB.
func (f Content) Probe() sh.Script { return f.body().probe() }

// Plan compares content, owner and mode. The content of binary or large files
// is shown as size and digest.
func (f Content) Plan(got string) (tasks.Change, error) { return f.body().plan(got) }

// Sample is of a file that is absent first.
func (f Content) Sample() (before, after string) { return f.body().sample() }
