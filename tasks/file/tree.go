package file

import (
	"fmt"
	"io/fs"
	"path"

	"github.com/hrun-dev/hrun/tasks"
)

// Tree wants a directory with these files, directories and links in it. It is
// one task with one probe, however many they are, and its plan has a step for
// each difference. Each file is replaced as by [Content], each link as by
// [Link] with Force; a file or a link may take the other's place. Where a
// directory is wanted and something else is there, or the reverse, Plan returns
// a [KindError]: also if it is a link to a directory, so that the tree cannot
// lead elsewhere.
type Tree struct {
	Path    string      // of the directory, absolute; the one that it lies in must exist
	Entries []Entry     // in any order; directories that only hold others may be left out
	Mode    fs.FileMode // of the directory itself; 0 means 0755
	Owner   string      // user:group of all files and directories; empty leaves the owners alone

	// Purge removes everything else that is in the directory, one step each.
	// Links are removed, never followed. What lies on another file system, or
	// in a directory that is mounted there, stays, and the task fails.
	Purge bool
}

var (
	_ tasks.Task    = Tree{}
	_ tasks.Sampler = Tree{}
)

func (t Tree) root() Directory { return Directory{Path: t.Path, Mode: t.Mode, Owner: t.Owner} }

// Validate reports a bad path, mode or owner, entries that are given twice or
// lie in what is no directory, and a directory of the system with Purge.
func (t Tree) Validate() error {
	if err := t.root().Validate(); err != nil {
		return err
	}
	if t.Purge && system(t.Path) {
		return fmt.Errorf("%s is a part of the system and is not purged", t.Path)
	}
	_, err := complete(t.Entries)
	return err
}

func (t Tree) String() string { return "tree " + t.Path }

// Plan compares every entry as [Content], [Directory] and [Link] do.
func (t Tree) Plan(got string) (c tasks.Change, err error) {
	if err := t.Validate(); err != nil {
		return c, err
	}
	root, err := parse(t.Path, got)
	if err != nil {
		return c, err
	}
	if c, err = t.root().make(root); err != nil {
		return tasks.Change{}, err
	}
	was, err := readTree(t.Path, root)
	if err != nil {
		return tasks.Change{}, err
	}
	entries, err := complete(t.Entries)
	if err != nil {
		return tasks.Change{}, err
	}
	for _, e := range entries {
		steps, err := t.plan(e, was.of(e))
		if err != nil {
			return tasks.Change{}, err
		}
		for _, s := range steps.Steps {
			s.Field = named(e.Name) + " " + s.Field
			c.Steps = append(c.Steps, s)
		}
	}
	if t.Purge {
		c.Steps = append(c.Steps, t.purge(was.others(entries))...)
	}
	return c, nil
}

func (t Tree) plan(e Entry, was state) (tasks.Change, error) {
	p := path.Join(t.Path, e.Name)
	switch e.kind() {
	case "directory":
		return Directory{Path: p, Mode: e.permissions(), Owner: t.Owner}.make(was)
	case "link":
		return Link{Path: p, Target: e.Target, Force: true}.point(was)
	}
	return body{path: p, source: Source{Text: e.Body}, mode: e.permissions(), owner: t.Owner}.replace(was)
}

// Sample is of a directory that is absent first.
func (t Tree) Sample() (before, after string) {
	entries, err := complete(t.Entries)
	if err != nil {
		return "absent\n", "absent\n"
	}
	return "absent\n", printTree(t, entries)
}
