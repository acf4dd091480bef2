package git_test

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/git"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestCheckoutConforms(t *testing.T) {
	version := func(v string) func(string) tasks.Task {
		return func(root string) tasks.Task {
			c := checkout(root)
			c.Version = v
			return c
		}
	}
	fresh := func(t testing.TB, root string) {
		repository(t, root)
		put(t, root+"/srv/x", "")
	}
	cloned := func(t testing.TB, root string) {
		fresh(t, root)
		run(t, root, "clone", "-q", "file://"+root+"/it's origin", root+"/srv/it's $HOME")
		run(t, root+"/srv/it's $HOME", "remote", "set-url", "origin", checkout(root).URL)
	}
	// The same dates make the same commit.
	scratch := t.TempDir()
	first, _ := repository(t, scratch)
	taskstest.Conform(t,
		taskstest.Case{Name: "branch", Task: version("main"), Setup: fresh},
		taskstest.Case{Name: "tag", Task: version("v1"), Setup: fresh},
		taskstest.Case{Name: "commit", Task: version(first), Setup: fresh},
		taskstest.Case{Name: "cloned by somebody", Task: version("main"), Setup: cloned, InSync: true},
		taskstest.Case{Name: "back to a tag", Task: version("v1"), Setup: cloned},
		taskstest.Case{Name: "back to a commit", Task: version(first), Setup: cloned},
		taskstest.Case{Name: "shallow", Setup: fresh, Task: func(root string) tasks.Task {
			c := checkout(root)
			c.Depth = 1
			return c
		}},
		taskstest.Case{Name: "no such version", Task: version("v2"), Setup: cloned, Refused: `no branch or tag "v2"`},
		taskstest.Case{Name: "no repository", Task: version("main"), Setup: func(t testing.TB, root string) { put(t, root+"/srv/x", "") }, Refused: "it's%20origin: "},
		taskstest.Case{Name: "no directory", Task: version(first), Refused: "/srv does not exist"},
		taskstest.Case{Name: "occupied", Task: version(first), Setup: func(t testing.TB, root string) { put(t, root+"/srv/it's $HOME/f", "") }, Refused: "neither empty nor a repository"},
		taskstest.Case{Name: "empty directory", Task: version("main"), Setup: func(t testing.TB, root string) {
			fresh(t, root)
			if err := os.Mkdir(root+"/srv/it's $HOME", 0o700); err != nil {
				t.Fatal(err)
			}
		}},
		taskstest.Case{Name: "dirty", Task: version("v1"), Setup: func(t testing.TB, root string) {
			cloned(t, root)
			put(t, root+"/srv/it's $HOME/f", "mine")
		}, Refused: "changes that would be lost: M f"},
		taskstest.Case{Name: "dirty and forced", Setup: func(t testing.TB, root string) {
			cloned(t, root)
			put(t, root+"/srv/it's $HOME/f", "mine")
		}, Task: func(root string) tasks.Task {
			c := checkout(root)
			c.Force = true
			return c
		}},
		taskstest.Case{Name: "another origin", Task: version("main"), Setup: func(t testing.TB, root string) {
			cloned(t, root)
			run(t, root+"/srv/it's $HOME", "remote", "set-url", "origin", "https://me:hunter2@localhost/")
		}},
	)
}

func TestMovedBranchIsAChangeAndUntrackedFilesStay(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host, c git.Checkout, first, second string) {
		applied(t, h, c, 1)
		put(t, c.Path+"/mine", "mine")
		third := commit(t, h.Root+"/it's origin", "f", "3")
		applied(t, h, c, 1)
		if head := run(t, c.Path, "rev-parse", "HEAD"); head != third || read(t, c.Path+"/f") != "3" || read(t, c.Path+"/mine") != "mine" {
			t.Errorf("head is %s, want %s", head, third)
		}
		c.Version = first
		applied(t, h, c, 1)
		if read(t, c.Path+"/f") != "1" {
			t.Errorf("f is %q", read(t, c.Path+"/f"))
		}
		// Of a commit that is there nobody is asked.
		c.Version = second
		if err := os.Rename(h.Root+"/it's origin", h.Root+"/gone"); err != nil {
			t.Fatal(err)
		}
		applied(t, h, c, 1)
		alone(t, h, "it's $HOME|x")
	})
}

func TestNothingIsLeftOfAFailure(t *testing.T) {
	each(t, func(t *testing.T, h *taskstest.Host, c git.Checkout, _, _ string) {
		c.Version = strings.Repeat("ab", 20)
		if _, r := h.Apply(c); r.Status == 0 || !strings.Contains(r.Stderr, "is not in the repository") {
			t.Errorf("status %d, %s", r.Status, r.Stderr)
		}
		alone(t, h, "x")
		c.URL = "http://127.0.0.1:1/x"
		if _, r := h.Apply(c); r.Status == 0 || !strings.Contains(r.Stderr, "127.0.0.1") {
			t.Errorf("status %d, %s", r.Status, r.Stderr)
		}
		alone(t, h, "x")
	})
}

func TestErrorsAreTyped(t *testing.T) {
	c := git.Checkout{URL: "https://example.org/x.git", Path: "/srv/x", Version: "main", User: "app"}
	var user *git.UnknownUserError
	if _, err := c.Plan("absent\nno user\n"); !errors.As(err, &user) {
		t.Error(err)
	}
	if _, err := c.Plan("absent\nno git\n"); !errors.Is(err, git.ErrNoGit) {
		t.Error(err)
	}
	var remote *git.RemoteError
	if _, err := c.Plan("absent\nunreachable fatal: no\n"); !errors.As(err, &remote) {
		t.Error(err)
	}
	if _, err := c.Plan("absent\nremote " + strings.Repeat("a", 40) + "\trefs/heads/main\nremote " + strings.Repeat("b", 40) + "\trefs/tags/main\n"); !errors.As(err, &remote) {
		t.Error(err)
	}
	var missing *file.MissingError
	if _, err := c.Plan("missing\n"); !errors.As(err, &missing) {
		t.Error(err)
	}
	var dirty *git.DirtyError
	commit := strings.Repeat("a", 40)
	if _, err := c.Plan("directory 755 0:0 root:root\nremote " + commit + "\trefs/heads/main\nrepository\norigin same\nhead " + commit + "\ndirty  M f\n"); !errors.As(err, &dirty) {
		t.Error(err)
	}
}

func TestPlans(t *testing.T) {
	c := git.Checkout{URL: "https://example.org/app.git", Path: "/srv/app", Version: "v1.2"}
	full := git.Checkout{
		URL: "git@example.org:app.git", Path: "/srv/app", Version: strings.Repeat("ab", 20),
		User: "app", Force: true, Depth: 1, Submodules: true, Within: time.Minute,
	}
	taskstest.Plans(t, map[string]tasks.Task{"tag": c, "commit": full})
	taskstest.Golden(t, "tag-probe", c.Probe())
	taskstest.Golden(t, "commit-probe", full.Probe())
}

func TestValidate(t *testing.T) {
	good := git.Checkout{URL: "https://example.org/x", Path: "/srv/x", Version: "main"}
	for _, address := range []string{"https://h/x", "http://h/x", "ssh://git@h:22/x", "git@h:x.git", "file:///x"} {
		c := good
		c.URL = address
		if err := c.Validate(); err != nil {
			t.Error(err)
		}
	}
	faulty := []git.Checkout{{}}
	for _, address := range []string{"", "x", "/x", "-x", "https:///x", "https://u:p@h/x", "https://token@h/x", "ssh://u:p@h/x", "ssh://-oProxyCommand=x/y", "ext::sh -c x", "file://h/x", "https://h/a b", "git@h:a\nb"} {
		c := good
		c.URL = address
		faulty = append(faulty, c)
	}
	for _, version := range []string{"", "-f", "a b", "a..b", "a/", "a.lock", "a\nb", "refs/*", "a:b"} {
		c := good
		c.Version = version
		faulty = append(faulty, c)
	}
	user, depth, within := good, good, good
	user.User, depth.Depth, within.Within = "a b", -1, -1
	for _, c := range append(faulty, user, depth, within) {
		if c.Validate() == nil {
			t.Errorf("Validate accepts %+v", c)
		}
		if _, err := c.Plan("absent\n"); err == nil {
			t.Errorf("Plan accepts %+v", c)
		}
	}
}
