package cloudinit

import (
	"encoding/base64"
	"fmt"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// File is a file that is written before any service starts, once for an
// instance. Directories on the way to it are made.
type File struct {
	Path    string    // absolute
	Content string    // any bytes: what is no text goes as base64
	Secret  sh.Secret // instead of Content
	Mode    string    // octal, e.g. 0600; empty means 0644
	Owner   string    // user:group; empty means root:root. Others exist only if Defer is set, or the image has them
	Append  bool      // to what the file has
	Defer   bool      // it is written last but for Packages and Run, when users are there
}

// entry returns an entry of the cloud-config key "write_files".
func (f File) entry() (m mapping) {
	m.text("path", f.Path)
	m.text("permissions", f.Mode)
	m.text("owner", f.Owner)
	m.flag("append", f.Append)
	m.flag("defer", f.Defer)
	content := f.Content + f.Secret.Reveal()
	if !f.Secret.IsZero() || !isText(content) {
		m.text("encoding", "b64")
		content = base64.StdEncoding.EncodeToString([]byte(content))
	}
	m.set("content", text(content))
	return m
}

// isText tells whether a text editor would show the content as it is.
func isText(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\n' && r != '\t' })
}

func (f File) validate() error {
	if !path.IsAbs(f.Path) || path.Clean(f.Path) != f.Path || f.Path == "/" {
		return fmt.Errorf("%q is not the absolute path of a file", f.Path)
	}
	if _, err := strconv.ParseUint(f.Mode, 8, 12); f.Mode != "" && err != nil {
		return fmt.Errorf("file %s: the mode %q is not octal", f.Path, f.Mode)
	}
	if f.Content != "" && !f.Secret.IsZero() {
		return fmt.Errorf("file %s has a content and a secret one", f.Path)
	}
	return nil
}
