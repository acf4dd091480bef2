package packages

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
	"github.com/hrun-dev/hrun/tasks/taskstest/debiantest"
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
	h := debiantest.NewHost(t, "dash")
	debiantest.Write(t, h, "lock", "")
	debiantest.OnSleep(t, h, hold(t, filepath.Join(h.Root, "lock")))
	r := h.Run(await([]string{"/lock"}, "", time.Minute))
	if r.Status != 0 || !strings.Contains(r.Stderr, "waiting up to 60 s") {
		t.Errorf("exited with %d and printed %q", r.Status, r.Stderr)
	}
}

// apk and debconf lock with flock(2), and dnf writes the number of its process
// into a file.
func TestAwaitKnowsOtherLocks(t *testing.T) {
	dir := t.TempDir()
	file, process := filepath.Join(dir, "lock"), filepath.Join(dir, "lock.pid")
	f, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, c := range []struct {
		name      string
		lock      func() error
		files     []string
		processes sh.Script
		holds     bool
	}{
		{name: "flock", lock: func() error { return syscall.Flock(int(f.Fd()), syscall.LOCK_EX) }, files: []string{file}, holds: true},
		{name: "unlocked", lock: func() error { return syscall.Flock(int(f.Fd()), syscall.LOCK_UN) }, files: []string{file}},
		{name: "process", lock: func() error { return os.WriteFile(process, []byte(strconv.Itoa(os.Getpid())), 0o600) }, processes: sh.Script(dir + "/*.pid"), holds: true},
		{name: "no process", lock: func() error { return os.WriteFile(process, []byte("999999999"), 0o600) }, processes: sh.Script(dir + "/*.pid")},
		{name: "no file", lock: func() error { return os.Remove(process) }, processes: sh.Script(dir + "/*.pid")},
	} {
		if err := c.lock(); err != nil {
			t.Fatal(err)
		}
		r := taskstest.NewHost(t, "busybox", nil).Run(await(append(c.files, dir+"/none"), c.processes, time.Second))
		if held := r.Status == 100 && strings.Contains(r.Stderr, fmt.Sprintf("process %d (", os.Getpid())); held != c.holds || !held && r.Status != 0 {
			t.Errorf("%s: exited with %d and printed %q", c.name, r.Status, r.Stderr)
		}
	}
}
