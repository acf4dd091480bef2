package file_test

import (
	"os"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// unprivileged makes the host's scripts run as a user who may not look
// everywhere, if the test itself runs as one who may.
func unprivileged(h *taskstest.Host) {
	if os.Geteuid() == 0 {
		h.Shell.Argv = append([]string{"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"}, h.Shell.Argv...)
	}
}

// A path in a directory that may not be searched is not absent: nobody knows.
func TestCannotLook(t *testing.T) {
	for _, kind := range []string{"dash", "ash"} {
		h := taskstest.NewHost(t, kind, nil)
		mkdir(t, h.Root+"/closed")
		if err := os.Chmod(h.Root+"/closed", 0); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.Chmod(h.Root+"/closed", 0o700) })
		unprivileged(h)
		for _, p := range []string{h.Root + "/closed/a", h.Root + "/closed/a/b/c"} {
			for _, task := range []tasks.Task{
				file.Content{Path: p},
				file.Secret{Path: p, Body: sh.NewSecret("x")},
				file.Directory{Path: p},
				file.Absent{Path: p},
				file.Link{Path: p, Target: "x"},
				file.Line{Path: p, Line: "x"},
				file.Block{Path: p, Name: "x"},
			} {
				r := h.Run(task.Probe())
				if r.Status == 0 || !strings.Contains(r.Stderr, "cannot look into ") {
					t.Errorf("%s: probe of %s exited with %d and printed %q, %q", kind, task, r.Status, r.Stdout, r.Stderr)
				}
			}
		}
	}
}

func TestSeen(t *testing.T) {
	for got, want := range map[string]string{
		"absent\n":                       "absent",
		"missing\n":                      "absent",
		"link a b\n":                     "link to a b",
		"file 644 0:0 root:root\n":       "file",
		"directory 4755 0:0 a b:c\n":     "directory",
		"other character special file\n": "character special file",
	} {
		if is, err := file.Seen("/a", got); is != want || err != nil {
			t.Errorf("Seen(%q) = %q, %v, want %q", got, is, err, want)
		}
	}
	for _, got := range []string{"", "nonsense\n", "file\n"} {
		if is, err := file.Seen("/a", got); err == nil {
			t.Errorf("Seen(%q) = %q", got, is)
		}
	}
}
