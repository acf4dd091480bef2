package file_test

import (
	"embed"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// some is a tree with everything in it.
func some() []file.Entry {
	return []file.Entry{
		{Name: "it's a/-b \"c\"/x\\y", Body: "text\n"},
		{Name: "it's a/link", Mode: fs.ModeSymlink, Target: "-b \"c\"/x\\y"},
		{Name: "empty", Mode: fs.ModeDir | 0o700},
		{Name: "bin", Body: "\x00\xff", Mode: 0o755 | fs.ModeSetuid},
		{Name: "*", Body: ""},
		{Name: "it's", Body: strings.Repeat("0123456789\n", 7000)},
	}
}

func TestTreeConforms(t *testing.T) {
	tree := func(purge bool) func(string) tasks.Task {
		return func(root string) tasks.Task {
			return file.Tree{Path: root + "/d/it's", Entries: some(), Purge: purge, Owner: stranger()}
		}
	}
	parent := func(t testing.TB, root string) { mkdir(t, root+"/d") }
	done := func(more ...func(testing.TB, string)) func(testing.TB, string) {
		return func(t testing.TB, root string) {
			parent(t, root)
			h := taskstest.NewHost(t, "dash", nil)
			if _, r := h.Apply(tree(false)(root)); r.Err() != nil {
				t.Fatal(r.Err())
			}
			for _, f := range more {
				f(t, root)
			}
		}
	}
	taskstest.Conform(t,
		taskstest.Case{Name: "no directory", Task: tree(false), Refused: "/d does not exist"},
		taskstest.Case{Name: "absent", Task: tree(false), Setup: parent},
		taskstest.Case{Name: "absent, purged", Task: tree(true), Setup: parent},
		taskstest.Case{Name: "empty", Task: tree(true), Setup: func(t testing.TB, root string) { mkdir(t, root+"/d/it's") }},
		taskstest.Case{Name: "in sync", Task: tree(false), Setup: done(write("d/it's/other", "x", 0o600)), InSync: true},
		taskstest.Case{Name: "in sync, purged", Task: tree(true), Setup: done(), InSync: true},
		taskstest.Case{Name: "others", Task: tree(true), Setup: done(
			write("d/it's/other", "x", 0o600), write("d/it's/-x/y/z\nw", "x", 0o600),
			symlink("/etc", "d/it's/link"), func(t testing.TB, root string) { mkdir(t, root+"/d/it's/e/f") })},
		taskstest.Case{Name: "differ", Task: tree(false), Setup: done(
			write("d/it's/*", "x\n", 0o600), write("d/it's/it's", "x", 0o644), write("d/it's/bin", "\x00", 0o755),
			write("d/it's/it's a/-b \"c\"/x\\y", strings.Repeat("x", 65<<10), 0o644))},
		taskstest.Case{Name: "link and file change places", Task: tree(false), Setup: done(func(t testing.TB, root string) {
			for _, p := range []string{"/d/it's/*", "/d/it's/it's a/link"} {
				if err := os.Remove(root + p); err != nil {
					t.Fatal(err)
				}
			}
			symlink("../.. /x", "d/it's/*")(t, root)
			write("d/it's/it's a/link", "x", 0o644)(t, root)
		})},
		taskstest.Case{Name: "is a file", Task: tree(false), Setup: write("d/it's", "", 0o644), Refused: "it's is a file, not a directory"},
		taskstest.Case{Name: "is a link", Task: tree(false), Refused: "is a link to x, not a directory", Setup: func(t testing.TB, root string) {
			mkdir(t, root+"/d/x")
			symlink("x", "d/it's")(t, root)
		}},
		taskstest.Case{Name: "leads elsewhere", Task: tree(false), Refused: "no directory", Setup: func(t testing.TB, root string) {
			mkdir(t, root+"/d/it's")
			symlink("/etc", "d/it's/it's a")(t, root)
		}},
		taskstest.Case{Name: "file instead of a directory", Task: tree(true), Setup: write("d/it's/empty", "", 0o644), Refused: "no directory"},
		taskstest.Case{Name: "directory instead of a file", Task: tree(true), Setup: write("d/it's/bin/x", "", 0o644), Refused: "is a directory"},
		taskstest.Case{Name: "no entries", Setup: write("d/x", "", 0o644), Task: func(root string) tasks.Task {
			return file.Tree{Path: root + "/d", Purge: true}
		}},
	)
}

// fields returns what a plan changes.
func fields(c tasks.Change) []string {
	var names []string
	for _, s := range c.Steps {
		names = append(names, s.Field)
	}
	return names
}

// Each difference is a step of its own, with both texts.
func TestTreeShowsEachDifference(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host) {
		task := file.Tree{Path: h.Root + "/d", Purge: true, Entries: []file.Entry{
			{Name: "a", Body: "new\n"}, {Name: "b/c", Body: "same", Mode: 0o600}, {Name: "b/d", Mode: fs.ModeSymlink, Target: "c"},
		}}
		write("d/a", "old\n", 0o644)(t, h.Root)
		write("d/b/c", "same", 0o644)(t, h.Root)
		symlink("a", "d/b/d")(t, h.Root)
		write("d/x/y", "", 0o644)(t, h.Root)
		c, err := h.Plan(task)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := fields(c), []string{"a content", "b/c mode", "b/d target", "x/y", "x"}; !slices.Equal(got, want) {
			t.Fatalf("steps %q, want %q", got, want)
		}
		if a := c.Steps[0]; a.Was != "old\n" || a.Want != "new\n" {
			t.Errorf("shown as %q and %q", a.Was, a.Want)
		}
		if x := c.Steps[4]; x.Was != "directory" || x.Want != "absent" {
			t.Errorf("shown as %q and %q", x.Was, x.Want)
		}
	})
}

// A name need not be text.
func TestPurgeOfNamesThatAreNoText(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host) {
		write("d/\xff\\'/\xfe", "", 0o644)(t, h.Root)
		c, r := h.Apply(file.Tree{Path: h.Root + "/d", Purge: true})
		if left, err := os.ReadDir(h.Root + "/d"); r.Err() != nil || err != nil || len(left) > 0 {
			t.Errorf("%q: %v, left %v, %v", fields(c), r.Err(), left, err)
		}
	})
}

// A directory that becomes a link after it was looked at leads nowhere.
func TestPurgeStaysInTheTree(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host) {
		write("home/x/f", "", 0o644)(t, h.Root)
		write("precious/f", "kept", 0o600)(t, h.Root)
		c, err := h.Plan(file.Tree{Path: h.Root + "/home", Purge: true})
		if err != nil {
			t.Fatal(err)
		}
		if err := os.RemoveAll(h.Root + "/home/x"); err != nil {
			t.Fatal(err)
		}
		symlink("../precious", "home/x")(t, h.Root)
		for _, s := range c.Steps[:1] {
			if r := h.Run(s.Do); r.Status == 0 || !strings.Contains(r.Stderr, "someone else works in") {
				t.Errorf("%s: status %d, said %q", s.Field, r.Status, r.Stderr)
			}
		}
		precious(t, h)
	})
}

// What is mounted in the tree stays, and check says so.
func TestPurgeSparesWhatIsMounted(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host) {
		h.Shell.Argv = append([]string{"unshare", "-rm"}, h.Shell.Argv...)
		write("d/mounted/f", "", 0o644)(t, h.Root)
		write("elsewhere/f", "", 0o600)(t, h.Root)
		c, err := h.Plan(file.Tree{Path: h.Root + "/d", Purge: true})
		if err != nil {
			t.Fatal(err)
		}
		for when, s := range map[string]sh.Script{"check": c.Steps[0].Preview, "apply": c.Script()} {
			r := h.Run(`mount --bind "$ROOT/elsewhere" "$ROOT/d/mounted" || exit 99` + "\n(" + s + "\n)\nrc=$?\n" + `ls "$ROOT/d/mounted"; exit $rc`)
			if r.Status != 1 || r.Stdout != "f\n" || !strings.Contains(r.Stderr, "mounted is mounted, and stays") {
				t.Errorf("%s: exited with %d, left %q, said %q", when, r.Status, r.Stdout, r.Stderr)
			}
		}
	})
}

//go:embed testdata/plan/tree*.txtar
var embedded embed.FS

func TestEntries(t *testing.T) {
	dir := t.TempDir()
	write("a/b", "x", 0o750)(t, dir)
	write("c", "y", 0o604)(t, dir)
	symlink("a/b", "l")(t, dir)
	mkdir(t, dir+"/e")
	got, err := file.Entries(os.DirFS(dir))
	want := []file.Entry{
		{Name: "a", Mode: fs.ModeDir}, {Name: "a/b", Mode: 0o755, Body: "x"}, {Name: "c", Body: "y"},
		{Name: "e", Mode: fs.ModeDir}, {Name: "l", Mode: fs.ModeSymlink, Target: "a/b"},
	}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("%+v, %v, want %+v", got, err, want)
	}
	if got, err := file.Entries(embedded); err != nil || len(got) < 3 || got[2].Mode != 0 {
		t.Errorf("embedded: %+v, %v", got, err)
	}
	if _, err := file.Entries(os.DirFS(filepath.Join(dir, "none"))); err == nil {
		t.Error("a directory that is missing has entries")
	}
	write("large", strings.Repeat("x", 1<<20+1), 0o644)(t, dir)
	if _, err := file.Entries(os.DirFS(dir)); err == nil || !strings.Contains(err.Error(), "large has 1048577 bytes") || !strings.Contains(err.Error(), "file.Upload") {
		t.Errorf("large: %v", err)
	}
}
