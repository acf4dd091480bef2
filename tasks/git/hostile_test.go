package git_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/hrun-dev/hrun/tasks/git"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// hooked puts hooks, a file system monitor and an ssh command into a
// repository, each of which would leave a mark.
func hooked(t testing.TB, root, repository string) {
	t.Helper()
	trap := root + "/trap"
	put(t, trap, "#!/bin/sh\ntouch "+root+"/marked\nexit 1\n")
	if err := os.Chmod(trap, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, hook := range []string{"post-checkout", "reference-transaction", "post-index-change", "post-merge", "pre-auto-gc"} {
		if err := os.Symlink(trap, repository+"/.git/hooks/"+hook); err != nil {
			t.Fatal(err)
		}
	}
	run(t, repository, "config", "core.fsmonitor", trap)
	run(t, repository, "config", "core.sshCommand", trap)
	run(t, repository, "config", "core.askPass", trap)
}

func unmarked(t testing.TB, h *taskstest.Host) {
	t.Helper()
	if _, err := os.Stat(h.Root + "/marked"); err == nil {
		t.Error("something of the repository was run")
	}
}

func TestNoHookIsRun(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host, c git.Checkout, first, _ string) {
		applied(t, h, c, 1)
		hooked(t, h.Root, c.Path)
		commit(t, h.Root+"/it's origin", "f", "3")
		applied(t, h, c, 1)
		c.Version = first
		applied(t, h, c, 1)
		unmarked(t, h)
	})
}

// A repository of another user is not looked into, not even where that user has
// become root by sudo; nor is one above the directory.
func TestRepositoryOfAnotherUser(t *testing.T) {
	if os.Geteuid() != 0 {
		return // only root can make one
	}
	each(t, func(t *testing.T, h *taskstest.Host, c git.Checkout, _, _ string) {
		applied(t, h, c, 1)
		hooked(t, h.Root, c.Path)
		err := filepath.WalkDir(c.Path, func(path string, _ fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			return os.Lchown(path, 1, 1)
		})
		if err != nil {
			t.Fatal(err)
		}
		h.Shell.Env = append(h.Shell.Env, "SUDO_UID=1")
		if r := h.Run(c.Probe()); r.Status == 0 || !strings.Contains(r.Stderr, "dubious ownership") {
			t.Errorf("status %d, %s%s", r.Status, r.Stdout, r.Stderr)
		}
		unmarked(t, h)
	})
}

func TestRepositoryAboveIsNotMeant(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host, c git.Checkout, _, _ string) {
		run(t, h.Root+"/srv", "init", "-q")
		put(t, c.Path+"/.git/x", "")
		if r := h.Run(c.Probe()); r.Status == 0 || !strings.Contains(r.Stderr, "not a git repository") {
			t.Errorf("status %d, %s%s", r.Status, r.Stdout, r.Stderr)
		}
	})
}

func TestAsAnotherUser(t *testing.T) {
	if os.Geteuid() != 0 {
		return // only root can be another user
	}
	each(t, func(t *testing.T, h *taskstest.Host, c git.Checkout, first, _ string) {
		for dir := h.Root; dir != "/tmp" && dir != "/"; dir = filepath.Dir(dir) {
			if err := os.Chmod(dir, 0o755); err != nil {
				t.Fatal(err)
			}
		}
		// A server's repositories are git's own; here they must be the user's.
		origin := h.Root + "/it's origin"
		if err := filepath.WalkDir(origin, func(path string, _ fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			return os.Lchown(path, 1, 1)
		}); err != nil {
			t.Fatal(err)
		}
		c.User = "daemon"
		applied(t, h, c, 1)
		c.Version = first
		applied(t, h, c, 1)
		for _, name := range []string{"", "/f", "/.git/HEAD"} {
			info, err := os.Stat(c.Path + name)
			if err != nil || info.Sys().(*syscall.Stat_t).Uid != 1 || info.Mode().Perm()&0o044 != 0o044 {
				t.Errorf("%s: %v, %v", name, info, err)
			}
		}
		alone(t, h, "it's $HOME|x")
		c.User = "nobody-such"
		if _, err := h.Plan(c); err == nil || !strings.Contains(err.Error(), "there is no user nobody-such") {
			t.Error(err)
		}
	})
}

func TestSubmodules(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host, c git.Checkout, _, _ string) {
		// Git does not fetch submodules from paths unless it is told that it may.
		h.Shell.Env = append(h.Shell.Env, "GIT_CONFIG_COUNT=1", "GIT_CONFIG_KEY_0=protocol.file.allow", "GIT_CONFIG_VALUE_0=always")
		module, origin := h.Root+"/module", h.Root+"/it's origin"
		run(t, h.Root, "init", "-q", module)
		commit(t, module, "m", "1")
		run(t, origin, "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "file://"+module, "sub")
		run(t, origin, "commit", "-qm", "sub")
		c.Submodules = true
		applied(t, h, c, 1)
		if read(t, c.Path+"/sub/m") != "1" {
			t.Error("the submodule is not there")
		}
		commit(t, c.Path+"/sub", "m", "mine")
		applied(t, h, c, 1)
		if read(t, c.Path+"/sub/m") != "1" {
			t.Error("the submodule is another one")
		}
	})
}

func TestNobodyIsAskedForAPassword(t *testing.T) {
	for _, kind := range taskstest.Kinds() {
		h := taskstest.NewHost(t, kind, map[string]string{"ssh": `echo "ssh was told $*" >&2; exit 255`})
		_, err := h.Plan(git.Checkout{URL: "git@127.0.0.1:x.git", Path: h.Root + "/x", Version: "main"})
		if err == nil || !strings.Contains(err.Error(), "BatchMode=yes") {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

// Where the first checkout fails for want of space, nothing is left of it.
func TestFullAndReadOnly(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host, c git.Checkout, _, _ string) {
		change, err := h.Plan(c)
		if err != nil {
			t.Fatal(err)
		}
		own := *h
		own.Shell.Argv = append([]string{"unshare", "-rm"}, h.Shell.Argv...)
		for options, reason := range map[string]string{"size=16k": "No space left on device", "ro": "Read-only file system"} {
			r := own.Run(`mount -t tmpfs -o ` + sh.Word(options) + ` none "$ROOT/srv" || exit 99
( ` + change.Script() + ` )
rc=$?
ls -A "$ROOT/srv"
exit $rc`)
			if r.Status == 0 || r.Stdout != "" || !strings.Contains(r.Stderr, reason) {
				t.Errorf("exited with %d, left %q, said %q", r.Status, r.Stdout, r.Stderr)
			}
		}
	})
}
