package sshca

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// login returns a role whose files lie in dir, made by a secret of its own.
func login(t testing.TB, dir string, change func(*Login)) Login {
	t.Helper()
	secret := sh.NewSecret(strings.Repeat("\x01", 32))
	a, err := NewAuthority(secret)
	if err != nil {
		t.Fatal(err)
	}
	pair, err := DeriveKey(secret, "login of busybox")
	if err != nil {
		t.Fatal(err)
	}
	l := Login{Directory: dir, Key: pair, Authority: a, Users: []string{"debian", "root"}, Valid: 24 * time.Hour, Now: noon}
	if change != nil {
		change(&l)
	}
	return l
}

// work returns the tasks of the role, by what they write.
func work(t testing.TB, l Login) map[string]tasks.Task {
	t.Helper()
	h, err := recipestest.Host("busybox", l)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]tasks.Task{}
	for _, w := range h.Work {
		all[filepath.Base(w.Task.String())] = w.Task
	}
	return all
}

func certificate(t testing.TB, dir string, change func(*Login)) tasks.Task {
	t.Helper()
	return work(t, login(t, dir, change))["id_ed25519-cert.pub"]
}

// A certificate stays for as long as it does; each reason to replace it is a
// case of its own.
func TestRenewalConforms(t *testing.T) {
	at := func(name string, inSync bool, change func(*Login)) taskstest.Case {
		return taskstest.Case{Name: name, InSync: inSync,
			Task: func(root string) tasks.Task { return certificate(t, root, change) },
			Setup: func(t testing.TB, root string) { // the certificate of noon
				write(t, root, certificate(t, root, nil).(renewal).Body)
			}}
	}
	later := func(d time.Duration) func(*Login) { return func(l *Login) { l.Now = noon.Add(d) } }
	fresh := func(root string) tasks.Task { return certificate(t, root, nil) }
	line := certificate(t, "/x", nil).(renewal).Body
	other, err := NewAuthority(sh.NewSecret(strings.Repeat("\x02", 32)))
	if err != nil {
		t.Fatal(err)
	}
	pair, err := DeriveKey(sh.NewSecret(strings.Repeat("\x02", 32)), "another")
	if err != nil {
		t.Fatal(err)
	}
	taskstest.Conform(t,
		at("at once", true, nil),
		at("with two thirds left", true, later(8*time.Hour)),
		at("with a third left", true, later(16*time.Hour)),
		at("with less than a third left", false, later(16*time.Hour+time.Second)),
		at("expired", false, later(25*time.Hour)),
		at("not yet valid", false, later(-2*time.Hour)),
		at("other users", false, func(l *Login) { l.Users = []string{"debian"} }),
		at("users in another order", false, func(l *Login) { l.Users = []string{"root", "debian"} }),
		at("another identity", false, func(l *Login) { l.Identity = "gate" }),
		at("another authority", false, func(l *Login) { l.Authority = other }),
		at("another key", false, func(l *Login) { l.Key = pair }),
		at("to be valid for longer", false, func(l *Login) { l.Valid = 30 * 24 * time.Hour }),
		at("to be valid for shorter", false, func(l *Login) { l.Valid = time.Hour }),
		taskstest.Case{Name: "absent", Task: fresh},
		taskstest.Case{Name: "damaged", Task: fresh, Setup: func(t testing.TB, root string) {
			write(t, root, line[:len(line)/2]+"A"+line[len(line)/2+1:])
		}},
		taskstest.Case{Name: "cut", Task: fresh, Setup: func(t testing.TB, root string) { write(t, root, line[:200]) }},
		taskstest.Case{Name: "a plain key", Task: fresh, Setup: func(t testing.TB, root string) { write(t, root, login(t, "", nil).Key.Public) }},
		taskstest.Case{Name: "no text", Task: fresh, Setup: func(t testing.TB, root string) { write(t, root, "\x00\xff") }},
		taskstest.Case{Name: "mode only", Task: func(root string) tasks.Task { return certificate(t, root, later(time.Hour)) }, Setup: func(t testing.TB, root string) {
			write(t, root, line)
			if err := os.Chmod(filepath.Join(root, "id_ed25519-cert.pub"), 0o600); err != nil {
				t.Fatal(err)
			}
		}},
		taskstest.Case{Name: "odd directory", Task: func(root string) tasks.Task { return certificate(t, root+"/it's -x \"b", nil) }, Setup: func(t testing.TB, root string) {
			if err := os.Mkdir(root+"/it's -x \"b", 0o700); err != nil {
				t.Fatal(err)
			}
		}},
		taskstest.Case{Name: "a directory", Task: fresh, Refused: "is a directory", Setup: func(t testing.TB, root string) {
			if err := os.Mkdir(filepath.Join(root, "id_ed25519-cert.pub"), 0o700); err != nil {
				t.Fatal(err)
			}
		}},
	)
}

func write(t testing.TB, root, body string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(root, "id_ed25519-cert.pub"), []byte(body), 0o644); err != nil {
		t.Fatal(err)
	}
}

// Two runs in a row mean the same bytes, so that a saved plan can be carried out.
func TestRenewalIsDated(t *testing.T) {
	a := certificate(t, "/x", nil).(renewal)
	b := certificate(t, "/x", func(l *Login) { l.Now = noon.Add(59 * time.Minute) }).(renewal)
	c := certificate(t, "/x", func(l *Login) { l.Now = noon.Add(time.Hour) }).(renewal)
	if a.Body != b.Body || a.Body == c.Body {
		t.Error("want one certificate in the same hour, and another one in the next")
	}
}

// A person sees what differs, not base64.
func TestRenewalIsShown(t *testing.T) {
	task := certificate(t, "/x", func(l *Login) { l.Now, l.Users = noon.Add(30*time.Hour), []string{"debian"} }).(renewal)
	old := certificate(t, "/x", nil).(renewal)
	_, got := old.Sample()
	change, err := task.Plan(got)
	if err != nil || len(change.Steps) != 1 {
		t.Fatalf("%+v, %v", change, err)
	}
	step := change.Steps[0]
	want := `identity "busybox"
-users ["debian" "root"]
-from 2026-03-01T11:00:00Z
-until 2026-03-02T12:00:00Z
+users ["debian"]
+from 2026-03-02T17:00:00Z
+until 2026-03-03T18:00:00Z
`
	if diff := compare(step.Was, step.Want); step.Field != "certificate" || diff != want {
		t.Errorf("%s: (-want +got):\n%s", step.Field, cmp.Diff(want, diff))
	}
}

// compare returns the lines of two texts that differ, after the last line that
// does not.
func compare(was, want string) string {
	a, b := strings.Split(was, "\n"), strings.Split(want, "\n")
	return a[1] + "\n-" + strings.Join(a[2:5], "\n-") + "\n+" + strings.Join(b[2:5], "\n+") + "\n"
}

// The role's files are a login that ssh-keygen finds whole, and which only its
// owner can read; the second time nothing changes, hours later either.
func TestLogin(t *testing.T) {
	for _, kind := range taskstest.Kinds() {
		h := taskstest.NewHost(t, kind, nil)
		dir := filepath.Join(h.Root, ".ssh")
		names := []string{".ssh", "id_ed25519", "id_ed25519.pub", "id_ed25519-cert.pub"}
		all := work(t, login(t, dir, nil))
		for _, name := range names {
			if c, r := h.Apply(all[name]); r.Status != 0 || c.Empty() {
				t.Fatalf("%s: %v", name, r.Err())
			}
		}
		later := work(t, login(t, dir, func(l *Login) { l.Now = noon.Add(5 * time.Hour) }))
		for _, name := range names {
			if c, err := h.Plan(later[name]); err != nil || !c.Empty() {
				t.Errorf("%s: not done: %v, %v", name, c, err)
			}
		}
		for name, mode := range map[string]os.FileMode{"": os.ModeDir | 0o700, "id_ed25519": 0o600, "id_ed25519.pub": 0o644, "id_ed25519-cert.pub": 0o644} {
			if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode() != mode {
				t.Errorf("%s: %v, %v, want %v", name, info, err, mode)
			}
		}
		key := fingerprint(t, filepath.Join(dir, "id_ed25519"))
		if public, cert := fingerprint(t, filepath.Join(dir, "id_ed25519.pub")), fingerprint(t, filepath.Join(dir, "id_ed25519-cert.pub")); public != key || cert != key {
			t.Errorf("key %s, public %s, certificate %s", key, public, cert)
		}
	}
}

func fingerprint(t *testing.T, file string) string {
	t.Helper()
	out, err := exec.Command("ssh-keygen", "-l", "-f", file).Output()
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	return strings.Fields(string(out))[1]
}

func TestLoginFaults(t *testing.T) {
	for want, change := range map[string]func(*Login){
		"no authority is given":  func(l *Login) { l.Authority = Authority{} },
		"want a minute at least": func(l *Login) { l.Valid = time.Second },
		"no user is named":       func(l *Login) { l.Users = nil },
		"the secret is empty":    func(l *Login) { l.Key.Private = sh.Secret{} },
		"no public key is given": func(l *Login) { l.Key.Public = "" },
		"not absolute":           func(l *Login) { l.Directory = "home" },
	} {
		if _, err := recipestest.Host("busybox", login(t, "/home/debian/.ssh", change)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %q", err, want)
		}
	}
}
