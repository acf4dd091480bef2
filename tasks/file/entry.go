package file

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// Entry is a file, directory or link of a [Tree].
type Entry struct {
	Name string // relative to the tree, with "/" between its elements, without "." and ".."

	// Mode has the bit fs.ModeDir for a directory, fs.ModeSymlink for a link,
	// and neither for a file. Permissions 0 mean 0755 for a directory and 0644
	// for a file; a link has none.
	Mode fs.FileMode

	Body   string // of a file, at most 1 MiB
	Target string // of a link
}

// Entries returns all that is in a file system, such as an [embed.FS], a part
// of it by [io/fs.Sub], or an [os.DirFS] for a local directory. Of a file's
// permissions only the owner's right to execute it is taken, and makes the mode
// 0755: the rest depends on who has unpacked the files, and with what umask.
// It is an error if a file has more than 1 MiB, or is neither file, directory
// nor link.
func Entries(fsys fs.FS) ([]Entry, error) {
	var entries []Entry
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || name == "." {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		e := Entry{Name: name, Mode: d.Type()}
		switch e.Mode {
		case 0:
			if info.Size() > inline {
				return e.tooLarge(info.Size())
			}
			body, err := fs.ReadFile(fsys, name)
			if err != nil {
				return err
			}
			e.Body = string(body)
			if info.Mode()&0o100 != 0 {
				e.Mode = 0o755
			}
		case fs.ModeSymlink:
			if e.Target, err = fs.ReadLink(fsys, name); err != nil {
				return err
			}
		case fs.ModeDir:
		default:
			return fmt.Errorf("%s is neither a file nor a directory nor a link", name)
		}
		entries = append(entries, e)
		return nil
	})
	return entries, err
}

func (e Entry) tooLarge(size int64) error {
	return fmt.Errorf("%s has %d bytes, more than the 1 MiB of an entry: leave it out, and use file.Local and file.Upload for it", e.Name, size)
}

// check reports an entry that no tree can have.
func (e Entry) check() error {
	kind, mode := e.Mode.Type(), e.Mode&^fs.ModeType
	switch {
	case !fs.ValidPath(e.Name) || e.Name == "." || strings.ContainsAny(e.Name, "\x00\n"):
		return fmt.Errorf("name %q is not that of something in a tree", e.Name)
	case len(e.Body) > inline:
		return e.tooLarge(int64(len(e.Body)))
	case kind != 0 && e.Body != "", kind != fs.ModeSymlink && e.Target != "":
		return fmt.Errorf("%s is a %s with the body of a file or the target of a link", e.Name, e.kind())
	case kind == fs.ModeSymlink:
		return Link{Path: "/" + e.Name, Target: e.Target}.Validate()
	case kind == fs.ModeDir || kind == 0:
		return checkMode(mode)
	}
	return fmt.Errorf("%s is neither a file nor a directory nor a link: %v", e.Name, e.Mode)
}

func (e Entry) kind() string {
	switch e.Mode.Type() {
	case fs.ModeDir:
		return "directory"
	case fs.ModeSymlink:
		return "link"
	}
	return "file"
}

// permissions returns the mode without the type, or its default.
func (e Entry) permissions() fs.FileMode {
	if e.Mode.IsDir() {
		return cmp.Or(e.Mode&^fs.ModeType, 0o755)
	}
	return cmp.Or(e.Mode&^fs.ModeType, 0o644)
}

// complete returns the entries with the directories that they lie in, each
// directory before what is in it, or what is wrong with them.
func complete(entries []Entry) ([]Entry, error) {
	var errs []error
	kinds := map[string]string{}
	all := slices.Clone(entries)
	for _, e := range entries {
		if kinds[e.Name] != "" {
			errs = append(errs, fmt.Errorf("%s is given twice", e.Name))
		}
		kinds[e.Name] = e.kind()
		errs = append(errs, e.check())
	}
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	for _, e := range entries {
		for dir := path.Dir(e.Name); dir != "."; dir = path.Dir(dir) {
			switch kinds[dir] {
			case "directory":
				continue
			case "":
				kinds[dir] = "directory"
				all = append(all, Entry{Name: dir, Mode: fs.ModeDir})
			default:
				return nil, fmt.Errorf("%s lies in %s, which is a %s", e.Name, dir, kinds[dir])
			}
		}
	}
	slices.SortFunc(all, func(a, b Entry) int { return cmp.Compare(a.Name, b.Name) })
	return all, nil
}
