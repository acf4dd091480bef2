package file

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// inline is the largest local file, in bytes, whose body is a part of the task.
const inline = 1 << 20

// Source is the body of an [Upload]: one of its fields is set, or none for an
// empty file. [Local] makes it from a file.
type Source struct {
	Text string       // the body itself
	File tasks.Upload // a local file that holds it
}

// Local returns the body of a file of the machine that hrun runs on. A path
// that is not absolute begins at the working directory. A body of at most
// 1 MiB becomes a part of the task, so that a plan can show it; of a larger
// file there is only the digest, and whoever uploads it later refuses what has
// changed since.
//
// The error is of type [*io/fs.PathError] where the file cannot be read.
func Local(path string) (Source, error) {
	absolute, err := filepath.Abs(path)
	if err != nil {
		return Source{}, err
	}
	f, err := os.Open(absolute)
	if err != nil {
		return Source{}, err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return Source{}, err
	}
	if !info.Mode().IsRegular() {
		return Source{}, fmt.Errorf("%s is not a regular file", absolute)
	}
	var head strings.Builder
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(&head, sum), io.LimitReader(f, inline))
	if err != nil {
		return Source{}, err
	}
	rest, err := io.Copy(sum, f)
	switch {
	case err != nil:
		return Source{}, err
	case rest == 0:
		return Source{Text: head.String()}, nil
	}
	return Source{File: tasks.Upload{Path: absolute, Size: n + rest, SHA256: fmt.Sprintf("%x", sum.Sum(nil))}}, nil
}

var hexDigest = regexp.MustCompile(`^[0-9a-f]{64}$`)

func (s Source) check() error {
	switch {
	case s.File == tasks.Upload{}:
		return nil
	case s.Text != "":
		return errors.New("the source is both a text and a file")
	case s.File.Path == "" || s.File.Size < 0 || !hexDigest.MatchString(s.File.SHA256):
		return fmt.Errorf("the source is file %q of %d bytes with sha256 %q: file.Local makes one that is complete", s.File.Path, s.File.Size, s.File.SHA256)
	}
	return nil
}

func (s Source) digest() string {
	if s.File.Path != "" {
		return s.File.SHA256
	}
	return digest(s.Text)
}

func (s Source) sum() string {
	if s.File.Path != "" {
		return sum(s.File.Size, s.File.SHA256)
	}
	return sum(int64(len(s.Text)), digest(s.Text))
}

func (s Source) text() (string, bool) { return s.Text, s.File.Path == "" }

func (s Source) upload() *tasks.Upload {
	if s.File.Path == "" {
		return nil
	}
	return &s.File
}

func (s Source) fill() sh.Script {
	if s.File.Path != "" {
		return `cat "$hrun_upload" >"./$n"`
	}
	return sh.Feed([]byte(s.Text), `cat >"./$n"`)
}

// compare is for what a pipe hides: that its writer failed.
func (s Source) compare() sh.Script {
	return `case $(sha256sum <"./$n") in ` + sh.Script(s.digest()) + `*) ;; *) echo 'written in part only' >&2; exit 1 ;; esac`
}
