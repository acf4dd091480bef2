package git_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks/git"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// run runs git in a directory, and returns what it prints.
func run(t testing.TB, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(),
		"GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null",
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@b", "GIT_AUTHOR_DATE=2024-01-01T00:00:00Z",
		"GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@b", "GIT_COMMITTER_DATE=2024-01-01T00:00:00Z",
	)
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

func put(t testing.TB, path, body string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(body), 0o644); err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, path string) string {
	t.Helper()
	body, err := os.ReadFile(path)
	if err != nil {
		t.Error(err)
	}
	return string(body)
}

// commit commits a file to the repository and returns the commit.
func commit(t testing.TB, repository, name, body string) string {
	t.Helper()
	put(t, repository+"/"+name, body)
	run(t, repository, "add", "--", name)
	run(t, repository, "commit", "-qm", body)
	return run(t, repository, "rev-parse", "HEAD")
}

// repository makes one at "it's origin", with a commit that is the tag v1, and
// another that is the branch main.
func repository(t testing.TB, root string) (first, second string) {
	t.Helper()
	origin := root + "/it's origin"
	if err := os.MkdirAll(origin, 0o755); err != nil {
		t.Fatal(err)
	}
	run(t, origin, "init", "-q", "-b", "main")
	first = commit(t, origin, "f", "1")
	run(t, origin, "tag", "-m", "release", "v1")
	second = commit(t, origin, "-g h", "2")
	return first, second
}

// checkout is of the branch main at a path with special characters.
func checkout(root string) git.Checkout {
	return git.Checkout{URL: "file://" + root + "/it's%20origin", Path: root + "/srv/it's $HOME", Version: "main"}
}

// each runs a test on a scratch host of every kind, with the repository.
func each(t *testing.T, test func(t *testing.T, h *taskstest.Host, c git.Checkout, first, second string)) {
	for _, kind := range taskstest.Kinds() {
		t.Run(kind, func(t *testing.T) {
			h := taskstest.NewHost(t, kind, nil)
			first, second := repository(t, h.Root)
			put(t, h.Root+"/srv/x", "")
			test(t, h, checkout(h.Root), first, second)
		})
	}
}

// applied applies the task, which must have so many steps and succeed.
func applied(t *testing.T, h *taskstest.Host, c git.Checkout, steps int) {
	t.Helper()
	change, r := h.Apply(c)
	if r.Err() != nil || len(change.Steps) != steps {
		t.Fatalf("%d steps, want %d, %v", len(change.Steps), steps, r.Err())
	}
	if left, err := h.Plan(c); err != nil || !left.Empty() {
		t.Fatalf("left is %+v, %v", left, err)
	}
}

// alone checks that nothing is beside the directory.
func alone(t *testing.T, h *taskstest.Host, want string) {
	t.Helper()
	entries, err := os.ReadDir(h.Root + "/srv")
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	if got := strings.Join(names, "|"); err != nil || got != want {
		t.Errorf("there is %q, want %q, %v", got, want, err)
	}
}
