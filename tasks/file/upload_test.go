package file_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// local returns a local file that holds n bytes, as a source.
func local(t testing.TB, n int) file.Source {
	t.Helper()
	path := filepath.Join(t.TempDir(), "it's local")
	body := bytes.Repeat([]byte("0123456789abcde\n"), n/16+1)[:n]
	if err := os.WriteFile(path, body, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := file.Local(path)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestUploadConforms(t *testing.T) {
	small, large := local(t, 100), local(t, 3<<20)
	upload := func(s file.Source) func(string) tasks.Task {
		return func(root string) tasks.Task {
			return file.Upload{Path: root + "/opt/it's new", Source: s, Mode: 0o750, Owner: stranger()}
		}
	}
	taskstest.Conform(t,
		taskstest.Case{Name: "small absent", Task: upload(small), Setup: write("opt/x", "", 0o644)},
		taskstest.Case{Name: "small differs", Task: upload(small), Setup: write("opt/it's new", "old", 0o644)},
		taskstest.Case{Name: "large absent", Task: upload(large), Setup: write("opt/x", "", 0o644)},
		taskstest.Case{Name: "large differs", Task: upload(large), Setup: write("opt/it's new", "old", 0o644)},
		taskstest.Case{Name: "large replaces link", Task: upload(large), Setup: func(t testing.TB, root string) {
			mkdir(t, root+"/opt")
			symlink("x", "opt/it's new")(t, root)
		}},
		taskstest.Case{Name: "no directory", Task: upload(large), Refused: "/opt does not exist"},
		taskstest.Case{Name: "is a directory", Task: upload(large), Setup: write("opt/it's new/x", "", 0o644), Refused: "is a directory"},
		taskstest.Case{Name: "empty", Task: upload(file.Source{}), Setup: write("opt/x", "", 0o644)},
	)
}

// What is there already is not sent.
func TestUploadInSync(t *testing.T) {
	large := local(t, 2<<20)
	each(t, func(t *testing.T, h *taskstest.Host) {
		task := file.Upload{Path: h.Root + "/f", Source: large}
		if c, r := h.Apply(task); r.Err() != nil || c.Upload() == nil {
			t.Fatalf("%v, %v", c, r.Err())
		}
		if err := os.Chmod(h.Root+"/f", 0o600); err != nil {
			t.Fatal(err)
		}
		if c, err := h.Plan(task); err != nil || len(c.Steps) != 1 || c.Steps[0].Field != "mode" || c.Upload() != nil {
			t.Errorf("%v, %v", c, err)
		}
	})
}

// What arrives in part replaces nothing.
func TestUploadCutShort(t *testing.T) {
	large := local(t, 2<<20)
	each(t, func(t *testing.T, h *taskstest.Host) {
		write("f", "old\n", 0o640)(t, h.Root)
		write("arrived", "0123", 0o600)(t, h.Root)
		c, err := h.Plan(file.Upload{Path: h.Root + "/f", Source: large})
		if err != nil {
			t.Fatal(err)
		}
		unchanged(t, h, `hrun_upload="$ROOT/arrived"`+"\n"+c.Script(), "written in part only")
	})
}

func TestLocal(t *testing.T) {
	for _, n := range []int{0, 1, 1 << 20} {
		if s := local(t, n); len(s.Text) != n || s.File != (tasks.Upload{}) {
			t.Errorf("of %d bytes it keeps %d and %+v", n, len(s.Text), s.File)
		}
	}
	s := local(t, 1<<20+1)
	body, err := os.ReadFile(s.File.Path)
	if err != nil || s.Text != "" || s.File.Size != 1<<20+1 || s.File.SHA256 != fmt.Sprintf("%x", sha256.Sum256(body)) {
		t.Errorf("%+v, %v", s, err)
	}
	if _, err := file.Local("/nowhere/x"); !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "/nowhere/x") {
		t.Errorf("absent: %v", err)
	}
	if _, err := file.Local("/"); err == nil || !strings.Contains(err.Error(), "/ is not a regular file") {
		t.Errorf("directory: %v", err)
	}
	if s, err := file.Local("upload_test.go"); err != nil || !strings.Contains(s.Text, "func TestLocal") {
		t.Errorf("relative: %v", err)
	}
}
