// Package archive holds the task that extracts archives, such as releases that
// [file.Download] or [file.Upload] has brought to the host.
package archive

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Extracted wants a directory to hold what is in an archive: one of tar(1),
// also compressed, or a zip file. The directory is the archive's alone, as
// /opt/app-1.2 is: for an archive that is to mix with other files, link to it
// from where these are.
//
// It remembers in a file of the directory, .hrun-archive, the digest of the
// archive and the kind, mode, owner and size of all that came out of it. A new
// archive at Source is noticed, and so is what somebody removed or changed,
// unless it is a change of a file's bytes alone that keeps their number. All is
// then extracted anew beside the directory, which is exchanged by renames.
//
// What else is in the directory does not matter until then, and goes with the
// old one; so Plan refuses that with an [OccupiedError]. Keep and Force are the
// two ways around it.
//
// Archives are not trusted. One is refused, and the directory stays as it is,
// if it has absolute names or names with "..", links to what is not in it,
// devices, or names that hold a line feed. Owners in the archive do not count,
// nor do set-id and sticky bits; nobody but the owner may write. All of that
// needs as much space again as the directory takes.
//
// The host needs what unpacks the archive: tar with gzip, bzip2, xz or zstd, or
// unzip. Those of busybox will do; they know no zstd.
type Extracted struct {
	Source string      // the archive, absolute, on the host; its name says what it is: see [Suffixes]
	Into   string      // the directory, absolute; the one that it lies in must exist
	Strip  int         // how many directories to leave out, each of which must hold all the rest; 0 to 16
	Mode   fs.FileMode // of the directory itself; 0 means 0755
	Owner  string      // user:group of all of it, names or numbers; empty means who extracts it, root as a rule

	// Keep lists paths relative to Into that are not the archive's business,
	// as configuration that another task writes, or data. They are not
	// compared, and what is there moves to the new directory.
	Keep []string

	Force bool // exchange a directory even if that loses what is not from the archive
}

var (
	_ tasks.Task    = Extracted{}
	_ tasks.Sampler = Extracted{}
)

// OccupiedError says that the directory would have to be exchanged, and holds
// something that is not from the archive and would be lost.
type OccupiedError struct {
	Path   string
	Others []string // the first of them
}

func (e *OccupiedError) Error() string {
	return fmt.Sprintf("%s holds what is not from the archive and would be lost: %s; name it in Keep, or use Force", e.Path, strings.Join(e.Others, ", "))
}

// Validate reports paths, a mode or an owner that cannot be, and a source that
// is not named as an archive.
func (x Extracted) Validate() error {
	errs := []error{file.CheckPath(x.Source), file.Directory{Path: x.Into, Mode: x.Mode, Owner: x.Owner}.Validate()}
	f, err := formatOf(x.Source)
	errs = append(errs, err)
	if f.zip && strings.ContainsAny(x.Source, `*?[\`) {
		errs = append(errs, fmt.Errorf("unzip(1) takes %q for a pattern", x.Source))
	}
	if x.Strip < 0 || x.Strip > 16 {
		errs = append(errs, fmt.Errorf("cannot leave out %d directories", x.Strip))
	}
	if strings.HasPrefix(x.Source, x.Into+"/") {
		errs = append(errs, fmt.Errorf("%s lies in %s, which is exchanged as a whole", x.Source, x.Into))
	}
	for _, k := range x.Keep {
		if !fs.ValidPath(k) || k == "." || strings.ContainsAny(k, "\n\x00") {
			errs = append(errs, fmt.Errorf("cannot keep %q: it is not a path relative to %s", k, x.Into))
		}
	}
	return errors.Join(errs...)
}

func (x Extracted) String() string { return "archive " + x.Into }

// recipe is what the stamp has besides the digest of the archive.
func (x Extracted) recipe() string {
	return strconv.Itoa(x.Strip) + " " + strconv.FormatUint(uint64(x.mode()), 8) + " " + cmp.Or(x.Owner, "-")
}

func (x Extracted) mode() fs.FileMode { return cmp.Or(x.Mode, 0o755) }

// Plan compares the archive with the one that was extracted, and the directory
// with what that was.
func (x Extracted) Plan(got string) (c tasks.Change, err error) {
	if err := x.Validate(); err != nil {
		return c, err
	}
	s, err := x.parse(got)
	if err != nil {
		return c, err
	}
	was := s.was(x.recipe())
	if was == "" {
		return c, nil
	}
	if len(s.others) > 0 && !x.Force {
		return c, &OccupiedError{Path: x.Into, Others: s.others}
	}
	if len(s.others) > 0 {
		was += ", and other things that will be lost: " + strings.Join(s.others, ", ")
	}
	c.Steps = []tasks.Step{{
		Field: "content", Was: was, Want: "archive with sha256 " + s.digest,
		Do: x.extract(s.digest), Preview: sh.Subshell(x.inspect()),
	}}
	return c, nil
}

// Sample is of an archive whose directory is absent first.
func (x Extracted) Sample() (before, after string) {
	archive := "file 644 0:0 root:root\n"
	sum := strings.Repeat("0", 64)
	return archive + "absent\nsource " + sum + "\n",
		archive + "directory 755 0:0 root:root\nsource " + sum + "\nstamp " + sum + " " + x.recipe() + "\n"
}

// kept returns what is kept, a line each.
func (x Extracted) kept() string {
	return strings.Join(slices.Sorted(slices.Values(x.Keep)), "\n")
}
