package file

import (
	"io/fs"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Download wants a regular file with the body that a server has and that is
// known by its digest. The host fetches it, with curl(1) or else wget(1) of GNU
// or busybox. In everything else it is as [Content].
//
// Nothing is fetched as long as the file has the digest, and what is fetched
// replaces it only if it has. The digest is required, and cannot be the address
// of a list of digests: who can replace the body on a server can replace the
// list beside it, and the server would be asked on every run.
//
// Up to 10 redirections are followed, never from https to http. The wget of
// busybox is the exception: it goes there, and it checks no certificates. The
// digest holds all the same.
type Download struct {
	Path   string      // absolute, on the host
	URL    string      // http:// or https://; it is shown, so without a user
	SHA256 string      // of the body: 64 hexadecimal digits
	Mode   fs.FileMode // 0 means 0644
	Owner  string      // user:group, names or numbers; empty leaves the owner alone

	// User and Password are for basic authentication, Token is for
	// "Authorization: Bearer". Either needs curl, which reads them from its
	// standard input, and sends them to no other host that it is redirected to.
	User     string
	Password sh.Secret
	Token    sh.Secret

	Within time.Duration // for all of it; 0 means 10 minutes; at most 24 hours; whole seconds

	// Verify is as for [Content]. The body is not on the host before it is
	// fetched: check mode does not verify it.
	Verify sh.Script

	Backup bool // keep the old file; see the package documentation
}

var (
	_ tasks.Task      = Download{}
	_ tasks.Sampler   = Download{}
	_ tasks.Secretive = Download{}
)

func (d Download) body() body {
	if d.Mode == 0 {
		d.Mode = 0o644
	}
	source := remote{
		url: d.URL, sha256: strings.ToLower(d.SHA256),
		user: d.User, pass: d.Password, token: d.Token, within: d.Within,
	}
	return body{path: d.Path, source: source, mode: d.Mode, owner: d.Owner, verify: d.Verify, backup: d.Backup}
}

// Secrets returns the password and the token.
func (d Download) Secrets() []sh.Secret { return []sh.Secret{d.Password, d.Token} }

// Validate reports a path, mode or owner that no file can have, and an address,
// digest, user or bound that no download can have.
func (d Download) Validate() error { return d.body().check() }

func (d Download) String() string { return "file " + d.Path }

// Probe prints what that of [Content] prints. It does not ask the server.
func (d Download) Probe() sh.Script { return d.body().probe() }

// Plan compares the digest, owner and mode.
func (d Download) Plan(got string) (tasks.Change, error) { return d.body().plan(got) }

// Sample is of a file that is absent first.
func (d Download) Sample() (before, after string) { return d.body().sample() }
