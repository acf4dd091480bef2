package cli_test

import (
	"os"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes/secrets"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// TestComplaint3SecretsNeverShow runs the command with secrets from everywhere,
// through everything that can happen to a task, and looks for each of them in
// every byte that was printed or left behind. Nothing is told by a task that it
// knows a secret: the inventory, the store and the command line know it.
func TestComplaint3SecretsNeverShow(t *testing.T) {
	l := newLeakInventory(t)
	vault := "--vault-password-file=" + l.dir + "/vault-password"
	for _, c := range []struct {
		end                 string
		list, check, status int // exit statuses
	}{
		{"crash", 1, 1, 1},
		{"build", 1, 1, 1},
		{"late panic", 0, 2, 2},
		{"panic", 0, 2, 2},
		{"probe", 0, 2, 2},
		{"plan", 0, 2, 2},
		{"remedy", 0, 0, 2},
		{"drift", 0, 0, 2},
		{"", 0, 0, 0},
	} {
		breaks := c.end == "crash" || strings.HasSuffix(c.end, "panic")
		l.inventory(t, c.end)
		for _, args := range [][]string{
			{"apply", "leak", "-i", "hosts.yml", vault, "--list-tasks"},
			{"apply", "leak", "-i", "hosts.yml", vault, "--check", "--diff", "-v"},
			{"apply", "leak", "-i", "hosts.yml", vault, "--check", "--diff", "-o", "json"},
			{"apply", "leak", "-i", "hosts.yml", vault, "--diff", "-v"},
			{"apply", "leak", "-i", "hosts.yml", vault, "-o", "json"},
		} {
			if args[len(args)-1] == "json" && c.status == 0 { // have it all to do once more
				if err := os.RemoveAll(l.dir + "/out"); err != nil {
					t.Fatal(err)
				}
				if err := os.Mkdir(l.dir+"/out", 0o700); err != nil {
					t.Fatal(err)
				}
			}
			stdout, stderr, status := l.run(t, "", args...)
			want := c.status
			switch args[5] {
			case "--list-tasks":
				want = c.list
			case "--check":
				want = c.check
			}
			if status != want {
				t.Errorf("%q hrun %q exited with %d, want %d\n%s", c.end, args, status, want, stderr)
			}
			if !strings.Contains(stdout+stderr, sh.Masked) {
				t.Errorf("%q hrun %q shows nothing masked:\n%s\n%s", c.end, args, stdout, stderr)
			}
			l.learn(t)
			for _, leak := range leaks(t, stdout+"\n"+stderr, l.secrets) {
				t.Errorf("%q hrun %q shows %s", c.end, args, leak)
			}
			if breaks && want != 0 {
				if all := stdout + stderr; !strings.Contains(all, "leak_test.go:") || strings.Contains(all, "0xc00") || strings.Contains(all, "goroutine ") {
					t.Errorf("%q hrun %q does not say where, or shows more: %s", c.end, args, all)
				}
			}
		}
	}
	l.write(t, "out/secret0", "another-value")
	var all strings.Builder
	for _, args := range [][]string{
		{"apply", "leak", "-i", "hosts.yml", vault, "--check", "--diff", "--exit-code"},
		{"plan", "leak", "-i", "hosts.yml", vault, "-o", "monday.plan", "--exit-code"},
	} {
		stdout, stderr, status := l.run(t, "", args...)
		if status != 3 || !strings.Contains(stdout, "(another secret)") {
			t.Errorf("the diff of a secret: status %d\n%s\n%s", status, stdout, stderr)
		}
		all.WriteString(stdout + stderr)
	}
	stdout, stderr, status := l.run(t, "", "apply", "monday.plan", vault, "-v", "--diff")
	if status != 0 || !strings.Contains(stdout, "changed=1") {
		t.Errorf("the plan: status %d\n%s\n%s", status, stdout, stderr)
	}
	all.WriteString(stdout + stderr + l.left(t))
	l.secrets["what was there before"] = "another-value"
	for _, leak := range leaks(t, all.String(), l.secrets) {
		t.Errorf("left behind: %s", leak)
	}
}

// learn adds the generated secret to those that are looked for, once it is
// there.
func (l *leakInventory) learn(t *testing.T) {
	t.Helper()
	store := secrets.New(secrets.Beside(l.dir), true)
	store.Identity = l.dir + "/home/.config/hrun/age.key"
	if made, err := store.Get("generated"); err == nil {
		l.secrets["generated"] = made.Reveal()
	}
}

// TestComplaint3SecretsNeverShowInExec has a command print what nobody should
// see, also the password of a bastion that is no host of the run.
func TestComplaint3SecretsNeverShowInExec(t *testing.T) {
	l := newLeakInventory(t)
	l.write(t, "hosts.yml", strings.ReplaceAll(`
all:
  hosts:
    here: {ansible_connection: local, ansible_become: true, ansible_become_password: {env: LEAK_SUDO}}
    gate: {ansible_host: 127.0.0.1, ansible_port: 9, ansible_password: Correct-H0rse-Battery!}
    node: {ansible_host: 127.0.0.1, hrun_via: gate2}
    gate2: {ansible_host: 127.0.0.1, ansible_port: 9, ansible_password: {secret: age}}
`, "DIR", l.dir))
	shown := map[string]string{"become": becomeSecret, "bastion": bastionSecret, "bastion's, from the store": linesSecret}
	var script sh.Script
	for _, secret := range shown {
		script += say(secret) + "\n"
	}
	for _, args := range [][]string{{}, {"-o", "json"}, {"-v"}} {
		args = append([]string{"exec", "here,node", "-i", "hosts.yml", "-T", "2"}, append(args, "--", string(script)+"false")...)
		stdout, stderr, status := l.run(t, "", args...)
		if status != 2 || !strings.Contains(stdout, sh.Masked) {
			t.Errorf("status %d\n%s\n%s", status, stdout, stderr)
		}
		for _, leak := range leaks(t, stdout+"\n"+stderr, shown) {
			t.Errorf("hrun shows %s", leak)
		}
	}
}
