package haproxy

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// at returns the task of the role's file, below root.
func at(root string, p Proxy) (configuration, error) {
	p = p.WithDefaults()
	body, err := p.render()
	c := p.configuration(body)
	c.Path, c.Owner = filepath.Join(root, "haproxy.cfg"), "" // not every user may set it
	return c, err
}

func secret(password string) Proxy { return Proxy{Stats: Stats{Password: sh.NewSecret(password)}} }

func TestConfigurationConforms(t *testing.T) {
	write := func(p Proxy) func(testing.TB, string) {
		return func(t testing.TB, root string) {
			c, err := at(root, p)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(c.Path, []byte(c.Body.Reveal()), c.content().Mode); err != nil {
				t.Fatal(err)
			}
		}
	}
	task := func(root string) tasks.Task {
		c, err := at(root, secret("correct-horse"))
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	haproxy := map[string]string{"haproxy": `case $* in "-c -f "*) grep -q "^frontend" "$3" ;; *) exit 2 ;; esac`}
	taskstest.Conform(t,
		taskstest.Case{Name: "new", Task: task, Commands: haproxy},
		taskstest.Case{Name: "another password", Task: task, Commands: haproxy, Setup: write(secret("old-password"))},
		taskstest.Case{Name: "in sync", Task: task, Commands: haproxy, Setup: write(secret("correct-horse")), InSync: true},
	)
}

func TestPasswordIsNeverShown(t *testing.T) {
	h := taskstest.NewHost(t, "dash", nil)
	old, err := at(h.Root, secret("old-password"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(old.Path, []byte(old.Body.Reveal()), 0o644); err != nil {
		t.Fatal(err)
	}
	next, err := at(h.Root, secret("correct-horse"))
	if err != nil {
		t.Fatal(err)
	}
	change, err := h.Plan(next)
	if err != nil {
		t.Fatal(err)
	}
	if len(change.Steps) != 2 || change.Steps[0].Field != "content" {
		t.Fatalf("planned %+v", change.Steps)
	}
	shown := change.Steps[0].Was + change.Steps[0].Want
	if strings.Contains(shown, "old-password") || strings.Contains(shown, "correct-horse") {
		t.Errorf("shown: %s", shown)
	}
	if !strings.Contains(shown, "admin:(another secret)") {
		t.Errorf("the difference is not shown: %s", shown)
	}
	if got := next.Secrets(); len(got) != 1 || got[0].Reveal() != "correct-horse" {
		t.Errorf("secrets are %d", len(got))
	}
	if next.content().Mode != 0o600 {
		t.Errorf("mode is %o, want 600", next.content().Mode)
	}
	if c := (Proxy{}).WithDefaults().configuration(""); len(c.Secrets()) != 0 || c.content().Mode != 0o644 {
		t.Errorf("the default password is taken for a secret: mode %o", c.content().Mode)
	}
}

// Whoever wrote the file before may have written it in another way.
func TestPasswordOfAnotherHandIsNotShown(t *testing.T) {
	h := taskstest.NewHost(t, "dash", nil)
	next, err := at(h.Root, Proxy{})
	if err != nil {
		t.Fatal(err)
	}
	old := "listen a\n  stats\tauth  \"me:hunter2 too\"\n  stats auth 'me:hunter2'\n  stats auth me:hunter2\n"
	if err := os.WriteFile(next.Path, []byte(old), 0o644); err != nil {
		t.Fatal(err)
	}
	change, err := h.Plan(next)
	if err != nil {
		t.Fatal(err)
	}
	if was := change.Steps[0].Was; strings.Contains(was, "hunter2") || strings.Count(was, "me:(secret)") != 3 {
		t.Errorf("shown: %s", was)
	}
}

// The real haproxy refuses the new file: the old one stays as it is.
func TestRefusedConfigurationLeavesTheOldOne(t *testing.T) {
	h := taskstest.NewHost(t, "dash", nil)
	c, err := at(h.Root, Proxy{})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(c.Path, []byte("old"), 0o644); err != nil {
		t.Fatal(err)
	}
	c.Body = sh.NewSecret(strings.Replace(c.Body.Reveal(), "roundrobin", "no-such-algorithm", 1))
	if _, r := h.Apply(c); r.Status == 0 || !strings.Contains(r.Stderr, "balance only supports") {
		t.Errorf("applied with status %d: %s", r.Status, r.Stderr)
	}
	if body, err := os.ReadFile(c.Path); err != nil || string(body) != "old" {
		t.Errorf("file is %q, %v", body, err)
	}
}
