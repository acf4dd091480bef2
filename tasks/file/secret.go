package file

import (
	"io/fs"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Secret is [Content] that is never shown: its probe prints a digest, and its
// plan says only that the secret is another one. At no time can anyone but the
// owner read the new body under a wider mode than the wanted one; for that
// reason the old file's access control list is not kept.
type Secret struct {
	Path  string      // absolute
	Body  sh.Secret   // must not be empty
	Mode  fs.FileMode // 0 means 0600
	Owner string      // user:group, names or numbers; empty leaves the owner alone

	// Verify is as for [Content]. Of what it prints the lines of the body are
	// masked, but not a part of a line, such as a word that it does not like.
	Verify sh.Script

	Backup bool // keep the old file, with mode 0600; see the package documentation
}

var (
	_ tasks.Task      = Secret{}
	_ tasks.Secretive = Secret{}
	_ tasks.Sampler   = Secret{}
)

func (f Secret) body() body {
	if f.Mode == 0 {
		f.Mode = 0o600
	}
	return body{path: f.Path, source: Source{Text: f.Body.Reveal()}, mode: f.Mode, owner: f.Owner, verify: f.Verify, secret: true, backup: f.Backup}
}

// Secrets returns the body, to be masked wherever it turns up.
func (f Secret) Secrets() []sh.Secret { return []sh.Secret{f.Body} }

// Validate reports an empty body, and a path, mode or owner that no file can
// have.
func (f Secret) Validate() error {
	if f.Body.IsZero() {
		return errEmptySecret
	}
	return f.body().check()
}

func (f Secret) String() string { return "file " + f.Path }

// Probe prints type, mode, owner, digest and size.
func (f Secret) Probe() sh.Script { return f.body().probe() }

// Plan compares content, owner and mode, and shows nothing of the content.
func (f Secret) Plan(got string) (tasks.Change, error) {
	if f.Body.IsZero() {
		return tasks.Change{}, errEmptySecret
	}
	return f.body().plan(got)
}

// Sample is of a file that is absent first.
func (f Secret) Sample() (before, after string) { return f.body().sample() }
