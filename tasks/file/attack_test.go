package file_test

import (
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// In these tests the directory "home" belongs to someone who wants the tasks to
// change "precious", to which that person has no right.

// swap is what such a person does at the worst moment: it puts a link in place
// of the name, if that is there.
const swap = `swap() { if [ -e "$1" ]; then mv "$1" "$ROOT/home/old" && ln -s "$2" "$1"; fi; }
`

// attacked runs the plan of a task on a host where commands do the swap.
func attacked(t *testing.T, kind string, task func(root string) tasks.Task, commands map[string]string) (*taskstest.Host, taskstest.Result) {
	t.Helper()
	h := taskstest.NewHost(t, kind, commands)
	write("home/f", "old", 0o600)(t, h.Root)
	write("precious/f", "kept", 0o600)(t, h.Root)
	c, err := h.Plan(task(h.Root))
	if err != nil || c.Empty() {
		t.Fatalf("planned %v, %v", c, err)
	}
	return h, h.Run(c.Script())
}

// precious fails the test if the file or its directory were changed.
func precious(t *testing.T, h *taskstest.Host) {
	t.Helper()
	entries, err := os.ReadDir(h.Root + "/precious")
	if err != nil || len(entries) != 1 {
		t.Errorf("precious holds %v, %v", entries, err)
	}
	body, err := os.ReadFile(h.Root + "/precious/f")
	if err != nil || string(body) != "kept" {
		t.Errorf("precious became %q, %v", body, err)
	}
	for path, mode := range map[string]os.FileMode{"/precious/f": 0o600, "/precious": 0o755 | os.ModeDir} {
		info, err := os.Stat(h.Root + path)
		if err != nil || info.Mode() != mode || int(info.Sys().(*syscall.Stat_t).Uid) != os.Getuid() {
			t.Errorf("%s became %v, %v", path, info.Mode(), err)
		}
	}
}

func TestStagingDirectorySwappedForALink(t *testing.T) {
	mktemp := map[string]string{"mktemp": swap + `name=$(/bin/mktemp "$@") && swap "$name" "$ROOT/precious" && echo "$name"`}
	for _, kind := range taskstest.Kinds() {
		for name, task := range map[string]func(string) tasks.Task{
			"content": func(root string) tasks.Task { return file.Content{Path: root + "/home/f", Body: "new"} },
			"secret": func(root string) tasks.Task {
				return file.Secret{Path: root + "/home/f", Body: sh.NewSecret("new")}
			},
			"line": func(root string) tasks.Task { return file.Line{Path: root + "/home/f", Line: "new"} },
			"link": func(root string) tasks.Task {
				return file.Link{Path: root + "/home/f", Target: "new", Force: true}
			},
		} {
			t.Run(kind+"/"+name, func(t *testing.T) {
				h, r := attacked(t, kind, task, mktemp)
				if r.Status == 0 || !strings.Contains(r.Stderr, "someone else works in "+h.Root+"/home") {
					t.Errorf("status %d, %s", r.Status, r.Stderr)
				}
				precious(t, h)
			})
		}
	}
}

// Once the shell is in its directory, the name of that is of no interest.
func TestStagingDirectorySwappedLater(t *testing.T) {
	sha256sum := map[string]string{"sha256sum": swap + `case $PWD in */home/.hrun.*) swap "$PWD" "$ROOT/precious" ;; esac; exec /bin/busybox sha256sum "$@"`}
	for _, kind := range taskstest.Kinds() {
		t.Run(kind, func(t *testing.T) {
			h, _ := attacked(t, kind, func(root string) tasks.Task { return file.Content{Path: root + "/home/f", Body: "new"} }, sha256sum)
			precious(t, h)
		})
	}
}

func TestNameSwappedBeforeOwnerOrModeAreSet(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host) {
		write("home/f", "same", 0o600)(t, h.Root)
		write("precious/f", "kept", 0o600)(t, h.Root)
		c, err := h.Plan(file.Content{Path: h.Root + "/home/f", Body: "same", Mode: 0o666, Owner: stranger()})
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(h.Root + "/home/f"); err != nil {
			t.Fatal(err)
		}
		symlink("../precious/f", "home/f")(t, h.Root)
		for _, s := range c.Steps {
			if r := h.Run(s.Do); r.Status == 0 || !strings.Contains(r.Stderr, "is a link that someone else has made") {
				t.Errorf("%s: status %d, %s", s.Field, r.Status, r.Stderr)
			}
		}
		precious(t, h)
	})
}

// A link counts as the directory that it leads to only if root or this user has
// made it.
func TestDirectoryIsALinkOfSomeoneElse(t *testing.T) {
	if os.Getuid() != 0 {
		return // only root can make a link that is someone else's
	}
	each(t, func(t *testing.T, h *taskstest.Host) {
		write("precious/f", "kept", 0o600)(t, h.Root)
		mkdir(t, h.Root+"/home")
		task := file.Directory{Path: h.Root + "/home/d", Mode: 0o777, Owner: stranger()}
		c, err := h.Plan(task)
		if err != nil {
			t.Fatal(err)
		}
		symlink("../precious", "home/d")(t, h.Root)
		if err := os.Lchown(h.Root+"/home/d", 4, 4); err != nil {
			t.Fatal(err)
		}
		// Made just after mkdir, which here finds nothing to do.
		if r := h.Run("mkdir() { :; }\n" + c.Script()); r.Status == 0 || !strings.Contains(r.Stderr, "is a link that someone else has made") {
			t.Errorf("status %d, %s", r.Status, r.Stderr)
		}
		if _, err := h.Plan(task); err == nil || !strings.Contains(err.Error(), "is a link to ../precious, not a directory") {
			t.Errorf("planned on it: %v", err)
		}
		precious(t, h)
	})
}
