package file_test

import (
	"errors"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// each runs a test on a scratch host of every kind.
func each(t *testing.T, test func(*testing.T, *taskstest.Host)) {
	for _, kind := range taskstest.Kinds() {
		t.Run(kind, func(t *testing.T) { test(t, taskstest.NewHost(t, kind, nil)) })
	}
}

// unchanged runs a remedy that must fail and leave everything as it is. Only
// the directory's time may change: a candidate came and went.
func unchanged(t *testing.T, h *taskstest.Host, s sh.Script, reason string) {
	t.Helper()
	before := h.Snapshot()
	r := h.Run(s)
	if r.Status == 0 || !strings.Contains(r.Stderr, reason) {
		t.Errorf("exited with %d and %q, want a failure that says %q", r.Status, r.Stderr, reason)
	}
	_, wantFiles, _ := strings.Cut(before, "\n")
	_, gotFiles, _ := strings.Cut(h.Snapshot(), "\n")
	if gotFiles != wantFiles {
		t.Errorf("left\n%s\nwant\n%s", gotFiles, wantFiles)
	}
}

func TestRefusedByVerifier(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host) {
		write("f", "good\n", 0o640)(t, h.Root)
		task := file.Content{Path: h.Root + "/f", Body: "bad\n", Verify: "! grep -H bad"}
		c, err := h.Plan(task)
		if err != nil {
			t.Fatal(err)
		}
		unchanged(t, h, c.Script(), "bad")
		if r := h.Run(c.Steps[0].Preview); r.Status != 1 {
			t.Errorf("preview exited with %d and %q", r.Status, r.Stderr)
		}
		task.Verify = "not-installed-yet --check"
		if c, err = h.Plan(task); err != nil {
			t.Fatal(err)
		}
		if r := h.Run(c.Steps[0].Preview); r.Status != 0 || !strings.Contains(r.Stdout, "not verified") {
			t.Errorf("preview without a verifier exited with %d and %q", r.Status, r.Stdout)
		}
	})
}

func TestTooLarge(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host) {
		write("f", "old\n", 0o640)(t, h.Root)
		c, err := h.Plan(file.Content{Path: h.Root + "/f", Body: strings.Repeat("new\n", 4000)})
		if err != nil {
			t.Fatal(err)
		}
		unchanged(t, h, "ulimit -f 1; trap '' XFSZ\n"+c.Script(), "too large")
	})
}

func TestInterrupted(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host) {
		write("f", "old\n", 0o640)(t, h.Root)
		c, err := h.Plan(file.Content{Path: h.Root + "/f", Body: "new\n", Verify: `kill -TERM "$(cut -d ' ' -f 4 /proc/self/stat)"; :`})
		if err != nil {
			t.Fatal(err)
		}
		unchanged(t, h, c.Script(), "")
	})
}

func TestReplacesLinkNotItsTarget(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host) {
		mkdir(t, h.Root+"/target")
		symlink("target", "f")(t, h.Root)
		if _, r := h.Apply(file.Content{Path: h.Root + "/f", Body: "new\n"}); r.Err() != nil {
			t.Fatal(r.Err())
		}
		if info, err := os.Lstat(h.Root + "/f"); err != nil || !info.Mode().IsRegular() {
			t.Errorf("after it there is %v, %v", info, err)
		}
		if left, err := os.ReadDir(h.Root + "/target"); err != nil || len(left) > 0 {
			t.Errorf("the link's target has %v, %v", left, err)
		}
	})
}

// Attributes survive where the file system has them and cp(1) is the GNU one.
func TestKeepsAttributes(t *testing.T) {
	h := taskstest.NewHost(t, "dash", nil)
	write("f", "old\n", 0o640)(t, h.Root)
	set := syscall.Setxattr(h.Root+"/f", "user.note", []byte("kept"), 0)
	if set != nil && !errors.Is(set, syscall.ENOTSUP) {
		t.Fatal(set)
	}
	if _, r := h.Apply(file.Line{Path: h.Root + "/f", Line: "new"}); r.Err() != nil {
		t.Fatal(r.Err())
	}
	info, err := os.Stat(h.Root + "/f")
	if err != nil || info.Mode() != 0o640 {
		t.Errorf("mode is %v, %v", info.Mode(), err)
	}
	note := make([]byte, 16)
	n, err := syscall.Getxattr(h.Root+"/f", "user.note", note)
	if set == nil && (err != nil || string(note[:n]) != "kept") {
		t.Errorf("attribute is %q, %v", note[:max(n, 0)], err)
	}
}

func mkdir(t testing.TB, path string) {
	t.Helper()
	if err := os.MkdirAll(path, 0o755); err != nil {
		t.Fatal(err)
	}
}

func TestReadOnlyFileSystem(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host) {
		h.Shell.Argv = append([]string{"unshare", "-rm"}, h.Shell.Argv...)
		mkdir(t, h.Root+"/d")
		for _, task := range []tasks.Task{
			file.Content{Path: h.Root + "/d/f"},
			file.Link{Path: h.Root + "/d/f", Target: "x"},
			file.Line{Path: h.Root + "/d/f", Line: "x", Create: true},
			file.Directory{Path: h.Root + "/d/f"},
		} {
			c, err := h.Plan(task)
			if err != nil {
				t.Fatal(err)
			}
			r := h.Run(`mount -t tmpfs -o ro none "$ROOT/d" || exit 99` + "\n" + c.Script())
			if r.Status != 1 || !strings.Contains(r.Stderr, "Read-only file system") {
				t.Errorf("%s: exited with %d and %q", task, r.Status, r.Stderr)
			}
		}
	})
}
