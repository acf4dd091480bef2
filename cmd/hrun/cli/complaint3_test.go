package cli_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const (
	quotesSecret  = `Pa"ss\wo'rd %s %d $x ` + "`y`" + ` ünd;|&<>*?`
	pemSecret     = "-----BEGIN PRIVATE KEY-----\nTm9ib2R5IHNob3VsZCByZWFkIHRoaXMsIGl0IGlzIG5vdCBhIGtleSBhdCBhbGwh\nQnV0IGl0IGxvb2tzIGxpa2Ugb25lLg==\n-----END PRIVATE KEY-----\n"
	base64Secret  = "aHVudGVyMjItYmVhci1hbmQtbW9yZQ=="
	linesSecret   = "first 'line' of the secret\nsecond \"line\" \\ of $(it)\n"
	longSecret    = "0f9e8d7c-a-long-one-that-does-not-fit-on-one-line-of-a-terminal/and-that-programs-break/into-several-lines/q1w2e3r4t5"
	becomeSecret  = `sudo "Tr0ub4dor" \ %s & $HOME 'ünd'`
	bastionSecret = "Correct-H0rse-Battery!"
	vaultSecret   = "it's \"quoted\" %s $x \\ ünd {{ braces }}\nsecond line\n" // in the files of the inventory's tests
)

// leakInventory is an inventory with a secret from everywhere, in a directory
// of its own, whose store is encrypted.
type leakInventory struct {
	dir     string
	env     []string
	secrets map[string]string
}

func newLeakInventory(t *testing.T) *leakInventory {
	t.Helper()
	l := &leakInventory{dir: t.TempDir(), secrets: map[string]string{
		"env": quotesSecret, "file": pemSecret, "command": base64Secret, "age": linesSecret, "long": longSecret,
		"vault": vaultSecret, "become password": becomeSecret, "password of a bastion": bastionSecret,
	}}
	l.env = append(os.Environ(), "HOME="+l.dir+"/home", "XDG_CONFIG_HOME=", "HRUN_AGE_IDENTITY=", "LEAK_ENV="+quotesSecret, "LEAK_SUDO="+becomeSecret,
		"PATH="+l.dir+"/bin:"+os.Getenv("PATH"))
	vaulted, err := os.ReadFile("../../../inventory/testdata/vault/host_vars/web1.yml")
	if err != nil {
		t.Fatal(err)
	}
	_, vaulted, _ = bytes.Cut(vaulted, []byte("ansible_become_password: "))
	vaulted, _, _ = bytes.Cut(vaulted, []byte("recipe:"))
	l.write(t, "vault-password", "vault-pass \"1\" %\n")
	l.write(t, "group_vars/all.yml", "vaulted: "+string(vaulted))
	l.write(t, "key.pem", pemSecret)
	l.write(t, "bin/token", base64Secret+"\n")
	l.write(t, "bin/sudo", `#!/bin/sh
printf %s "$3" >&2
IFS= read -r password
[ "$password" = "$LEAK_SUDO" ] || { echo "sudo: 1 incorrect password attempt" >&2; exit 1; }
echo "sudo: $password is what they said" >&2
while [ "$1" != -- ]; do shift; done; shift; exec "$@"
`)
	for _, sub := range []string{"home", "out"} {
		if err := os.Mkdir(filepath.Join(l.dir, sub), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	recipient := strings.TrimSpace(l.must(t, "", "secret", "keygen"))
	l.must(t, "", "secret", "recipients", "add", recipient, "-i", l.dir+"/hosts.yml")
	l.must(t, linesSecret, "secret", "set", "age", "-i", l.dir+"/hosts.yml")
	l.must(t, longSecret, "secret", "set", "long", "-i", l.dir+"/hosts.yml")
	return l
}

// inventory writes the inventory for a recipe that comes to that end.
func (l *leakInventory) inventory(t *testing.T, end string) {
	t.Helper()
	l.write(t, "hosts.yml", strings.NewReplacer("DIR", l.dir, "END", end, "VAULT", l.vaulted(t)).Replace(`
all:
  hosts:
    here:
      ansible_connection: local
      ansible_become: true
      ansible_become_password: {env: LEAK_SUDO}
      hrun_state: DIR/state
  vars:
    leak:
      dir: DIR/out
      end: "END"
      tokens: [{env: LEAK_ENV}, {file: key.pem}, {command: [cat, bin/token]}, {secret: age}]
      plain:
        - {secret: long}
        - VAULT
`))
}

// vaulted returns the vault value, in the form in which YAML can hold it in a
// line.
func (l *leakInventory) vaulted(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(l.dir + "/group_vars/all.yml")
	if err != nil {
		t.Fatal(err)
	}
	_, body, _ := strings.Cut(string(text), "|")
	return `!vault "` + strings.Join(strings.Fields(body), `\n`) + `"`
}

func (l *leakInventory) write(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join(l.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	mode := os.FileMode(0o600)
	if strings.HasPrefix(text, "#!") {
		mode = 0o700
	}
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}

// run runs the command and returns all that it printed.
func (l *leakInventory) run(t *testing.T, stdin string, args ...string) (stdout, stderr string, status int) {
	t.Helper()
	var out, errs bytes.Buffer
	cmd := exec.Command("hrun-leak", args...)
	cmd.Dir, cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = l.dir, l.env, strings.NewReader(stdin), &out, &errs
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return out.String(), errs.String(), cmd.ProcessState.ExitCode()
}

func (l *leakInventory) must(t *testing.T, stdin string, args ...string) string {
	t.Helper()
	if len(args) > 1 && args[0] == "secret" {
		l.write(t, "hosts.yml", "")
	}
	stdout, stderr, status := l.run(t, stdin, args...)
	if status != 0 {
		t.Fatalf("hrun %q: %d, %s", args, status, stderr)
	}
	return stdout
}

// left returns what the runs have left on the disk but for the files that are
// to hold secrets, and what the test itself has put there.
func (l *leakInventory) left(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(l.dir, func(path string, d fs.DirEntry, err error) error {
		name, _ := filepath.Rel(l.dir, path)
		switch {
		case err != nil:
			return err
		case d.IsDir() && (name == "out" || name == "bin"):
			return filepath.SkipDir
		case d.IsDir() || name == "key.pem":
			return nil
		}
		text, err := os.ReadFile(path)
		all.WriteString(name + "\n" + string(text) + "\n")
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}
