package verify_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/file/verify"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

// verdict is what a verifier should say of a body.
type verdict struct {
	name    string
	body    string // ROOT stands for the scratch directory
	refused string // part of what it says; empty if it accepts
}

// verified has the real program judge each body, on its way to a host and in
// check mode alike.
func verified(t *testing.T, verifier func(root string) sh.Script, prepare func(root string), cases ...verdict) {
	t.Helper()
	for _, kind := range taskstest.Kinds() {
		for _, c := range cases {
			t.Run(kind+"/"+c.name, func(t *testing.T) {
				h := taskstest.NewHost(t, kind, nil)
				if prepare != nil {
					prepare(h.Root)
				}
				task := file.Content{Path: h.Root + "/it's conf", Body: strings.ReplaceAll(c.body, "ROOT", h.Root), Verify: verifier(h.Root)}
				change, err := h.Plan(task)
				if err != nil {
					t.Fatal(err)
				}
				taskstest.Syntax(t, "verifier", change.Steps[0].Preview)
				for when, script := range map[string]sh.Script{"check": change.Steps[0].Preview, "apply": change.Script()} {
					r := h.Run(script)
					if refused := r.Status != 0; refused != (c.refused != "") || !strings.Contains(r.Stderr, c.refused) {
						t.Errorf("%s: status %d, said %q, want %q", when, r.Status, r.Stderr, c.refused)
					}
					if c.refused == "" && r.Stdout+r.Stderr != "" {
						t.Errorf("%s: accepted, but said %q%q", when, r.Stdout, r.Stderr)
					}
				}
				if _, err := os.Stat(task.Path); os.IsNotExist(err) != (c.refused != "") {
					t.Errorf("written: %v", err == nil)
				}
			})
		}
	}
}

// always returns a verifier that needs nothing of the host's root.
func always(s sh.Script) func(string) sh.Script { return func(string) sh.Script { return s } }

func put(t *testing.T, name, body string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
}

// A program that is not there yet refuses nothing, and that is said.
func TestNotInstalled(t *testing.T) {
	for name, verifier := range map[string]sh.Script{
		"haproxy": verify.HAProxy(), "keepalived": verify.Keepalived(), "corosync": verify.Corosync(),
		"sshd": verify.SSHD(), "visudo": verify.Sudoers(), "dnsmasq": verify.Dnsmasq("/etc/dnsmasq.d/hrun.conf"),
	} {
		h := taskstest.NewHost(t, "dash", nil)
		put(t, h.Root+"/f", "nonsense")
		r := h.Run("PATH=/nowhere\nsh() { /bin/sh \"$@\"; }\n" + verifier + ` "$ROOT/f"`)
		if r.Status != 0 || r.Stderr != "not verified: there is no "+name+" yet\n" {
			t.Errorf("%s: status %d, said %q", name, r.Status, r.Stderr)
		}
	}
}
