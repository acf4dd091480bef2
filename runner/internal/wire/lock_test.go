package wire_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/runner/internal/wire"
)

func TestComplaint15LockIsHeldByOneAndEndsWithItsOwner(t *testing.T) {
	inEveryShell(t, func(t *testing.T) {
		dir := t.TempDir()
		first := open(t, wire.Options{State: dir, Owner: "the first"})
		// A program that outlives its script must not keep the lock.
		left := probe(t, first, "(trap '' HUP; exec sleep 30) >/dev/null 2>&1 & echo $!")[0].Stdout
		pid, err := strconv.Atoi(strings.TrimSpace(left))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = syscall.Kill(pid, syscall.SIGKILL) })
		err = take(open(t, wire.Options{State: dir, Owner: "the second"}))
		var locked *wire.LockedError
		if !errors.As(err, &locked) || locked.Holder != "the first" {
			t.Fatal(err)
		}
		if rs := probe(t, open(t, wire.Options{State: dir}), "echo a check takes none"); rs[0].Status != 0 {
			t.Fatal(rs)
		}
		if err := first.Close(); err != nil {
			t.Fatal(err)
		}
		if err := take(open(t, wire.Options{State: dir, Owner: "the third"})); err != nil {
			t.Fatal(err)
		}
	})
}

func take(s *wire.Session) error { return s.Do(&wire.Batch{}, func(wire.Result) {}) }

func TestLockIsWaitedFor(t *testing.T) {
	inEveryShell(t, func(t *testing.T) {
		dir := t.TempDir()
		first := open(t, wire.Options{State: dir, Owner: "the first"})
		if err := take(first); err != nil {
			t.Fatal(err)
		}
		time.AfterFunc(time.Second, func() { _ = first.Close() })
		if err := take(open(t, wire.Options{State: dir, Owner: "the second"})); err != nil {
			t.Fatal(err)
		}
	})
}

// Who can read the lock can hold it for ever.
func TestLockIsPrivate(t *testing.T) {
	inEveryShell(t, func(t *testing.T) {
		dir := filepath.Join(t.TempDir(), "var", "state")
		s := open(t, wire.Options{State: dir, Owner: "me"})
		if got := probe(t, s, "umask")[0].Stdout; got != "0022\n" && got != "022\n" {
			t.Errorf("scripts run with umask %q", got)
		}
		expectMode(t, dir, 0o700)
		expectMode(t, filepath.Join(dir, "lock"), 0o600)

		old := t.TempDir() // as an earlier version made it
		lock := filepath.Join(old, "lock")
		if err := errors.Join(os.Chmod(old, 0o755), os.WriteFile(lock, nil, 0o644), os.Chmod(lock, 0o644)); err != nil {
			t.Fatal(err)
		}
		if err := take(open(t, wire.Options{State: old, Owner: "me"})); err != nil {
			t.Fatal(err)
		}
		expectMode(t, lock, 0o600)
		expectMode(t, old, 0o755) // it may be anybody's
	})
}

func expectMode(t *testing.T, path string, want os.FileMode) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != want {
		t.Errorf("%s has mode %o, want %o", path, got, want)
	}
}

// "Could not look" is never "held".
func TestLockThatCannotBeTaken(t *testing.T) {
	inEveryShell(t, func(t *testing.T) {
		for name, c := range map[string]struct {
			flock   string
			missing bool
			words   string
		}{
			"no flock":                    {"", true, "flock is missing"},
			"status 69":                   {"echo no locks on this file system >&2; exit 69", false, "no locks on this file system"},
			"status 1, as busybox has it": {"echo flock: Bad file descriptor >&2; exit 1", false, "Bad file descriptor"},
		} {
			t.Run(name, func(t *testing.T) {
				commands := map[string]string{}
				if c.flock != "" {
					commands["flock"] = c.flock
				}
				alone(t, commands)
				err := take(open(t, wire.Options{Owner: "me"}))
				var no *wire.NoLockError
				if !errors.As(err, &no) || no.Missing != c.missing || !strings.Contains(err.Error(), c.words) {
					t.Errorf("%T: %v", err, err)
				}
			})
		}
		t.Run("no directory", func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "file")
			if err := os.WriteFile(file, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			err := take(open(t, wire.Options{State: file, Owner: "me"}))
			var no *wire.NoLockError
			if !errors.As(err, &no) || no.Missing || !strings.Contains(err.Error(), file) {
				t.Errorf("%T: %v", err, err)
			}
		})
		t.Run("a directory in its place", func(t *testing.T) {
			dir := t.TempDir()
			if err := os.Mkdir(filepath.Join(dir, "lock"), 0o700); err != nil {
				t.Fatal(err)
			}
			err := take(open(t, wire.Options{State: dir, Owner: "me"}))
			var no *wire.NoLockError
			if !errors.As(err, &no) || no.Missing || !strings.Contains(err.Error(), "lock") {
				t.Errorf("%T: %v", err, err)
			}
		})
	})
}

// A flock without -w and a sleep without fractions are all that is needed.
func TestLockIsWaitedForWithPoorCommands(t *testing.T) {
	inEveryShell(t, func(t *testing.T) {
		count := filepath.Join(t.TempDir(), "count")
		alone(t, map[string]string{
			"flock": `[ "$*" = "-n 9" ] || exit 64; echo asked >>` + count + `; [ $(wc -l <` + count + `) -gt 2 ]`,
			"sleep": `case $1 in *.*) echo "sleep: invalid number" >&2; exit 1 ;; esac; exec /bin/sleep "$1"`,
		})
		began := time.Now()
		if err := take(open(t, wire.Options{Owner: "me"})); err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took < 2*time.Second {
			t.Errorf("two pauses took %s", took)
		}
	})
}

// alone gives sessions these commands, and of the others only those that the
// preamble needs.
func alone(t *testing.T, commands map[string]string) {
	t.Helper()
	dir := t.TempDir()
	for _, name := range []string{"cat", "chmod", "id", "mkdir", "sha256sum", "sleep", "wc"} {
		path, err := exec.LookPath(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, ours := commands[name]; !ours {
			if err := os.Symlink(path, filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, body := range commands {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("#!/bin/sh\n"+body+"\n"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Fatal(err)
	}
	bin := t.TempDir()
	only := fmt.Sprintf("#!/bin/sh\nsed -u 's|PATH=[^ ]*$|PATH=%s|' | %s\n", dir, shell)
	if err := os.WriteFile(filepath.Join(bin, "sh"), []byte(only), 0o755); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+":"+os.Getenv("PATH"))
}
