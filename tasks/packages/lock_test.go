package packages

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// locked returns lock files, the second of which this process holds as apt-get
// would, and the function that lets go.
func locked(t *testing.T) ([]string, func()) {
	t.Helper()
	dir := t.TempDir()
	files := []string{"a", "b", "c", "not there"}
	for i, name := range files {
		files[i] = filepath.Join(dir, name)
		if name == "not there" {
			continue
		}
		if err := os.WriteFile(files[i], nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return files, hold(t, files[1])
}

// hold locks the file as apt-get would, and returns the function that lets go.
func hold(t *testing.T, file string) func() {
	t.Helper()
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	lock := syscall.Flock_t{Type: syscall.F_WRLCK}
	if err := syscall.FcntlFlock(f.Fd(), syscall.F_SETLK, &lock); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return func() { f.Close() }
}

func TestAwaitNamesTheHolder(t *testing.T) {
	for _, kind := range taskstest.Kinds() {
		files, release := locked(t)
		h := taskstest.NewHost(t, kind, nil)
		r := h.Run(await(files, "", time.Second))
		who := fmt.Sprintf("process %d (%s", os.Getpid(), os.Args[0])
		for _, want := range []string{"waiting up to 1 s for " + who, "gave up after 1 s of waiting for " + who, "which holds " + files[1]} {
			if r.Status != 100 || !strings.Contains(r.Stderr, want) {
				t.Errorf("%s: exited with %d and printed %q, want %q", kind, r.Status, r.Stderr, want)
			}
		}
		release()
		if r := h.Run(await(files, "", time.Second)); r.Status != 0 || r.Stderr != "" {
			t.Errorf("%s: after the release exited with %d and printed %q", kind, r.Status, r.Stderr)
		}
	}
}

func TestAwaitGoesOnWhenReleased(t *testing.T) {
	files, release := locked(t)
	timer := time.AfterFunc(300*time.Millisecond, release)
	defer timer.Stop()
	r := taskstest.NewHost(t, "dash", nil).Run(await(files, "", time.Minute))
	if r.Status != 0 || !strings.Contains(r.Stderr, "waiting up to 60 s") {
		t.Errorf("exited with %d and printed %q", r.Status, r.Stderr)
	}
}
