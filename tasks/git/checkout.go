// Package git holds the task that checks a repository out.
package git

import (
	"cmp"
	"errors"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/internal/as"
)

// Checkout wants a directory to hold a version of a repository, by git(1) of
// the host. What is checked out is a commit, never a branch: HEAD is detached.
//
// If Version is a full commit, nobody is asked for it but the directory. If it
// is a branch or a tag, the probe asks the repository on every run which commit
// that is; a branch that has moved is a change, and so is a tag that has.
//
// The first time all is fetched beside the directory, which then appears at
// once; later git changes it file by file. A file that git tracks and somebody
// has changed is a [DirtyError] unless Force is set. Other files are left
// alone.
//
// Git asks nobody for a password. What it needs is for the user to have on the
// host: a key and a known host in ~/.ssh, or a credential helper. It runs no
// hooks and no file system monitor, and from 2.35.2 on refuses a repository that
// belongs to another user, also where hrun came to be root by sudo.
type Checkout struct {
	URL     string // https://, http://, ssh:// and file:// addresses, or user@host:path; shown, so without a password
	Path    string // absolute; the directory that it lies in must exist
	Version string // a branch, a tag, or all 40 or 64 digits of a commit

	// User runs git and owns the directory; empty means as whom hrun works.
	User string

	Force      bool          // discard changes of files that git tracks
	Depth      int           // fetch only so many commits of the history; 0 means all
	Submodules bool          // check out submodules as well, and theirs
	Within     time.Duration // for what is fetched; 0 means 10 minutes; at most 24 hours; whole seconds
}

var (
	_ tasks.Task    = Checkout{}
	_ tasks.Sampler = Checkout{}
)

// ErrNoGit says that git is not installed. An earlier task may be about to do
// that.
var ErrNoGit = errors.New("git is not installed")

// DirtyError says that files which git tracks were changed on the host.
type DirtyError struct {
	Path  string
	Files []string // the first of them, as git status --porcelain prints them
}

func (e *DirtyError) Error() string {
	return fmt.Sprintf("%s has changes that would be lost: %s; commit them elsewhere, or use Force", e.Path, strings.Join(e.Files, ", "))
}

// RemoteError says that the repository could not be asked, or has no such
// version.
type RemoteError struct{ URL, Cause string }

func (e *RemoteError) Error() string { return e.URL + ": " + e.Cause }

// UnknownUserError says that the host has no such user. An earlier task may be
// about to make it.
type UnknownUserError struct{ User string }

func (e *UnknownUserError) Error() string { return "there is no user " + e.User }

var (
	commitForm  = regexp.MustCompile(`^([0-9a-f]{40}|[0-9a-f]{64})$`)
	versionForm = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9._/+@-]*$`)
	scpForm     = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9_.-]*@[A-Za-z0-9][A-Za-z0-9.-]*:[^\s]+$`)
)

// Validate reports an address, a path, a version or a user that cannot be.
func (c Checkout) Validate() error {
	errs := []error{file.CheckPath(c.Path), checkURL(c.URL), as.Check(c.User)}
	if !versionForm.MatchString(c.Version) || strings.Contains(c.Version, "..") || strings.Contains(c.Version, "//") || strings.HasSuffix(c.Version, "/") || strings.HasSuffix(c.Version, ".lock") {
		errs = append(errs, fmt.Errorf("%q is neither a branch nor a tag nor a commit", c.Version))
	}
	if c.Depth < 0 {
		errs = append(errs, fmt.Errorf("cannot fetch %d commits", c.Depth))
	}
	if c.Within < 0 || c.Within > 24*time.Hour {
		errs = append(errs, fmt.Errorf("cannot wait %v for a repository", c.Within))
	}
	return errors.Join(errs...)
}

func checkURL(address string) error {
	if scpForm.MatchString(address) {
		return nil
	}
	u, err := url.Parse(address)
	if err != nil {
		return fmt.Errorf("%q is not the address of a repository", address)
	}
	_, password := u.User.Password()
	switch {
	case password, u.User != nil && u.Scheme != "ssh":
		return errors.New("an address is shown to people: it must not hold a password or a token; give git a credential helper on the host")
	case strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r == 0x7f }):
		return fmt.Errorf("address %q holds white space", address)
	case u.Scheme == "file" && u.Host == "" && path.IsAbs(u.Path):
		return nil
	case (u.Scheme == "https" || u.Scheme == "http" || u.Scheme == "ssh") && u.Hostname() != "" && u.Hostname()[0] != '-':
		return nil
	}
	return fmt.Errorf("%q is not the address of a repository: want https://, ssh://, file:/// or user@host:path", address)
}

func (c Checkout) String() string { return "git " + c.Path }

func (c Checkout) pinned() bool { return commitForm.MatchString(c.Version) }

// Plan compares the address, the commit, the files that git tracks, and the
// submodules.
func (c Checkout) Plan(got string) (change tasks.Change, err error) {
	if err := c.Validate(); err != nil {
		return change, err
	}
	s, err := c.parse(got)
	if err != nil {
		return change, err
	}
	ref, want, err := c.wanted(s)
	if err != nil {
		return change, err
	}
	if s.absent {
		change.Differ("commit", "absent", want, c.clone(ref, want))
		return change, nil
	}
	if len(s.dirty) > 0 && !c.Force {
		return change, &DirtyError{Path: c.Path, Files: s.dirty}
	}
	if !s.origin {
		change.Differ("origin", "another address", c.URL, c.as(inRepository(c.Path)+c.setOrigin()))
	}
	update := c.as(inRepository(c.Path) + c.fetch(ref, want))
	change.Differ("commit", cmp.Or(s.head, "none"), want, update)
	if s.head != want {
		return change, nil // that cures the rest as well
	}
	if len(s.dirty) > 0 {
		change.Differ("files", strings.Join(s.dirty, ", "), "as in the commit", update)
	}
	if len(s.submodules) > 0 {
		change.Differ("submodules", "other commits of "+strings.Join(s.submodules, ", "), "as in the commit", update)
	}
	return change, nil
}

// Sample is of a directory that is absent first.
func (c Checkout) Sample() (before, after string) {
	commit, remote := c.Version, ""
	if !c.pinned() {
		commit = strings.Repeat("0", 40)
		remote = "remote " + commit + "\trefs/heads/" + c.Version + "\n"
	}
	return "absent\n" + remote, "directory 755 0:0 root:root\n" + remote + "repository\norigin same\nhead " + commit + "\n"
}
