package file

import (
	"fmt"
	"path"
	"strings"
)

// CheckPath reports what is wrong with a path of a task: one that is relative,
// not in its shortest form, the root directory, or not one line.
func CheckPath(p string) error {
	switch {
	case !path.IsAbs(p):
		return fmt.Errorf("path %q is not absolute", p)
	case path.Clean(p) != p:
		return fmt.Errorf("path %q is not in its shortest form, %q", p, path.Clean(p))
	case p == "/":
		return fmt.Errorf("path %q is the root directory", p)
	case strings.ContainsAny(p, "\x00\n"):
		return fmt.Errorf("path %q holds a NUL or a line feed", p)
	}
	return nil
}

// MissingError says that the directory a path lies in does not exist. An
// earlier task may be about to make it.
type MissingError struct{ Directory string }

func (e *MissingError) Error() string {
	return fmt.Sprintf("directory %s does not exist", e.Directory)
}

// KindError says that a path holds something that the task does not replace.
type KindError struct {
	Path string
	Is   string // e.g. "a directory"
}

func (e *KindError) Error() string { return fmt.Sprintf("%s is %s", e.Path, e.Is) }
