package file_test

import (
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

// backups returns the bodies of the backups in the directory, by name, and
// fails if anything else but f is there.
func backups(t *testing.T, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, e := range entries {
		body, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if e.Name() != "f" {
			found[e.Name()] = string(body)
		}
	}
	return found
}

func TestBackupsAreNumberedAndNeverReplaced(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host) {
		for _, task := range []tasks.Task{
			file.Content{Path: h.Root + "/f", Body: "one\n", Mode: 0o640, Backup: true}, // nothing to keep yet
			file.Content{Path: h.Root + "/f", Body: "two\n", Mode: 0o640, Backup: true},
			file.Line{Path: h.Root + "/f", Line: "three", Backup: true},
			file.Content{Path: h.Root + "/f", Body: "one\n", Mode: 0o644, Backup: true},
			file.Content{Path: h.Root + "/f", Body: "one\n", Mode: 0o640, Backup: true}, // the mode alone
			file.Content{Path: h.Root + "/f", Body: "two\n", Backup: true},              // "one" is kept already
			file.Block{Path: h.Root + "/f", Name: "x", Body: "four", Backup: true},      // and "two"
			file.Content{Path: h.Root + "/f", Body: "", Backup: false},
		} {
			if _, r := h.Apply(task); r.Err() != nil {
				t.Fatalf("%s: %v", task, r.Err())
			}
		}
		got := backups(t, h.Root)
		want := map[string]string{"f.~1~": "one\n", "f.~2~": "two\n", "f.~3~": "two\nthree\n"}
		if len(got) != 3 || got["f.~1~"] != want["f.~1~"] || got["f.~2~"] != want["f.~2~"] || got["f.~3~"] != want["f.~3~"] {
			t.Errorf("backups are %q, want %q", got, want)
		}
		if info, err := os.Stat(h.Root + "/f.~1~"); err != nil || info.Mode() != 0o640 {
			t.Errorf("mode of the first is %v, %v", info.Mode(), err)
		}
	})
}

// What stands where a backup would go stays, whatever it is.
func TestBackupGoesAroundWhatIsThere(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host) {
		write("d/f", "old", 0o644)(t, h.Root)
		symlink("nowhere", "d/f.~1~")(t, h.Root)
		mkdir(t, h.Root+"/d/f.~2~")
		symlink("f", "d/f.~3~")(t, h.Root)
		if _, r := h.Apply(file.Content{Path: h.Root + "/d/f", Body: "new", Backup: true}); r.Err() != nil {
			t.Fatal(r.Err())
		}
		if body, err := os.ReadFile(h.Root + "/d/f.~4~"); err != nil || string(body) != "old" {
			t.Errorf("the backup is %q, %v", body, err)
		}
	})
}

func TestBackupOfASecretIsPrivate(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host) {
		write("f", "old", 0o644)(t, h.Root)
		if _, r := h.Apply(file.Secret{Path: h.Root + "/f", Body: sh.NewSecret("new"), Mode: 0o640, Backup: true}); r.Err() != nil {
			t.Fatal(r.Err())
		}
		info, err := os.Stat(h.Root + "/f.~1~")
		if err != nil || info.Mode() != 0o600 {
			t.Errorf("mode is %v, %v", info.Mode(), err)
		}
	})
}

// A candidate that is refused replaces nothing, so nothing has to be kept; and
// what cannot be kept is not replaced.
func TestNoBackupOfWhatStays(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host) {
		write("f", "old", 0o644)(t, h.Root)
		c, err := h.Plan(file.Content{Path: h.Root + "/f", Body: "bad", Verify: "! grep -q bad", Backup: true})
		if err != nil {
			t.Fatal(err)
		}
		unchanged(t, h, c.Script(), "")
	})
	for _, kind := range taskstest.Kinds() {
		h := taskstest.NewHost(t, kind, map[string]string{"ln": "echo 'no space left' >&2; exit 1"})
		write("f", "old", 0o644)(t, h.Root)
		c, err := h.Plan(file.Content{Path: h.Root + "/f", Body: "new", Backup: true})
		if err != nil {
			t.Fatal(err)
		}
		unchanged(t, h, c.Script(), "no space left")
	}
}

// Someone else's link in place of the old file is not what is kept.
func TestBackupDoesNotFollowLinks(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host) {
		write("home/f", "old", 0o644)(t, h.Root)
		write("precious/f", "kept", 0o600)(t, h.Root)
		c, err := h.Plan(file.Content{Path: h.Root + "/home/f", Body: "new", Backup: true})
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(h.Root + "/home/f"); err != nil {
			t.Fatal(err)
		}
		symlink("../precious/f", "home/f")(t, h.Root)
		if r := h.Run(c.Script()); r.Err() != nil {
			t.Fatal(r.Err())
		}
		names, err := filepath.Glob(h.Root + "/home/*")
		if err != nil || !slices.Equal(names, []string{h.Root + "/home/f"}) {
			t.Errorf("there is %s, %v", strings.Join(names, " "), err)
		}
		precious(t, h)
	})
}
