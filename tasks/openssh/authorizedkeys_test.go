package openssh

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

const keysFile = ".ssh/authorized_keys"

func authorized(a AuthorizedKeys) func(string) tasks.Task {
	return func(root string) tasks.Task {
		mine := a
		mine.User, mine.home = "root", root
		return mine
	}
}

var hostile = AuthorizedKeys{Keys: []string{one + ` it's "$HOME" -x` + " `x`", two}, Options: []string{`command="/bin/echo \"it's $x\" a b"`, "no-pty"}}

func TestAuthorizedKeysConform(t *testing.T) {
	both := AuthorizedKeys{Keys: []string{one + " a@b", two}}
	text := "# mine\n\n" + one + " a@b\n" + two + " c d\nnot a key\n" + curve
	taskstest.Conform(t,
		taskstest.Case{Name: "no directory", Task: authorized(both), Setup: home(nil)},
		taskstest.Case{Name: "no file", Task: authorized(both), Setup: home(map[string]string{".ssh/x": ""})},
		taskstest.Case{Name: "other keys", Task: authorized(both), Setup: home(map[string]string{keysFile: curve + " x"})},
		taskstest.Case{Name: "in sync", Task: authorized(both), Setup: home(map[string]string{keysFile: text}), InSync: true},
		taskstest.Case{Name: "no line feed at the end", Task: authorized(AuthorizedKeys{Keys: []string{one}}), Setup: home(map[string]string{keysFile: one}), InSync: true},
		taskstest.Case{Name: "exclusive", Task: authorized(AuthorizedKeys{Keys: both.Keys, Exclusive: true}), Setup: home(map[string]string{keysFile: text})},
		taskstest.Case{Name: "exclusive in sync", Task: authorized(AuthorizedKeys{Keys: both.Keys, Exclusive: true}),
			Setup: home(map[string]string{keysFile: "# mine\n" + one + " a@b\n" + two + "\n"}), InSync: true},
		taskstest.Case{Name: "none", Task: authorized(AuthorizedKeys{Exclusive: true}), Setup: home(map[string]string{keysFile: text})},
		taskstest.Case{Name: "none at all", Task: authorized(AuthorizedKeys{Exclusive: true}), Setup: home(nil), InSync: true},
		taskstest.Case{Name: "unwanted", Task: authorized(AuthorizedKeys{Absent: []string{curve}}), Setup: home(map[string]string{keysFile: text})},
		taskstest.Case{Name: "twice", Task: authorized(both), Setup: home(map[string]string{keysFile: one + " a@b\nno-pty " + one + "\n" + two})},
		taskstest.Case{Name: "hostile", Task: authorized(hostile), Setup: home(map[string]string{keysFile: "no-pty " + two + " it's\n"})},
		taskstest.Case{Name: "modes", Task: authorized(both), Setup: then(home(map[string]string{keysFile: text}), mode(keysFile, 0o664), mode(".ssh", 0o775))},
		taskstest.Case{Name: "home that sshd does not trust", Task: authorized(both), Setup: then(home(nil), mode(".", 0o775)), Refused: "StrictModes"},
		taskstest.Case{Name: "directory is a link", Task: authorized(both), Setup: then(home(map[string]string{"x/y": ""}), link("x", ".ssh")), Refused: "~/.ssh is a link"},
		taskstest.Case{Name: "file is a link", Task: authorized(both), Setup: then(home(map[string]string{".ssh/x": text}), link("x", keysFile)), Refused: "authorized_keys is a link"},
		taskstest.Case{Name: "file is a directory", Task: authorized(both), Setup: home(map[string]string{keysFile + "/x": ""}), Refused: "is a directory of root"},
		taskstest.Case{Name: "no such user", Setup: home(nil), Refused: "there is no user nosuchuser",
			Task: func(string) tasks.Task { return AuthorizedKeys{User: "nosuchuser", Keys: both.Keys} }},
	)
}

// daemon is a user that every system has; the test becomes it.
func daemon(t *testing.T, kind string) (*taskstest.Host, AuthorizedKeys) {
	t.Helper()
	h := taskstest.NewHost(t, kind, nil)
	for dir := h.Root; dir != os.TempDir() && dir != "/"; dir = dir[:strings.LastIndexByte(dir, '/')] {
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	home(map[string]string{"home/.ssh/authorized_keys": two + "\n", "precious/authorized_keys": "kept"})(t, h.Root)
	for _, path := range []string{"/home", "/home/.ssh", "/home/.ssh/authorized_keys"} {
		if err := os.Chown(h.Root+path, 1, 1); err != nil {
			t.Fatal(err)
		}
	}
	return h, AuthorizedKeys{User: "daemon", Keys: []string{one}, home: h.Root + "/home"}
}

func TestWrittenAsTheUser(t *testing.T) {
	for _, kind := range taskstest.Kinds() { // by setpriv(1), and by su(1)
		h, task := daemon(t, kind)
		if _, r := h.Apply(task); r.Err() != nil {
			t.Fatal(r.Err())
		}
		out, err := exec.Command("stat", "-c", "%U %a", h.Root+"/home/.ssh/authorized_keys").Output()
		if err != nil || string(out) != "daemon 600\n" {
			t.Errorf("%s: the file is %q, %v", kind, out, err)
		}
		if c, err := h.Plan(task); err != nil || !c.Empty() {
			t.Errorf("%s: still to do: %v, %v", kind, c, err)
		}
	}
}

// The user puts a link to what only root may change in place of the directory
// just after the probe. The remedies follow it, with no more rights than the
// user has.
func TestDirectorySwappedForALink(t *testing.T) {
	for _, kind := range []string{"dash", "ash"} {
		h, task := daemon(t, kind)
		if err := os.Chmod(h.Root+"/home/.ssh", 0o755); err != nil { // one more step
			t.Fatal(err)
		}
		c, err := h.Plan(task)
		if err != nil || len(c.Steps) != 2 {
			t.Fatalf("planned %v, %v", c, err)
		}
		if err := os.Rename(h.Root+"/home/.ssh", h.Root+"/home/old"); err != nil {
			t.Fatal(err)
		}
		link("ROOT/precious", "home/.ssh")(t, h.Root)
		for _, s := range c.Steps {
			if r := h.Run(s.Do); r.Status == 0 {
				t.Errorf("%s: %s is done", kind, s.Field)
			}
		}
		body, err := os.ReadFile(h.Root + "/precious/authorized_keys")
		info, statErr := os.Stat(h.Root + "/precious")
		if err != nil || statErr != nil || string(body) != "kept" || info.Mode().Perm() != 0o700 {
			t.Errorf("%s: precious became %q, %v, %v, %v", kind, body, info, err, statErr)
		}
	}
}

// What the user may not read is not shown to whoever runs the task.
func TestSecretsOfOthersAreNotRead(t *testing.T) {
	h, task := daemon(t, "dash")
	if err := os.Remove(h.Root + "/home/.ssh/authorized_keys"); err != nil {
		t.Fatal(err)
	}
	if err := os.Link(h.Root+"/precious/authorized_keys", h.Root+"/home/.ssh/authorized_keys"); err != nil {
		t.Fatal(err)
	}
	var unsafe *UnsafeError
	if _, err := h.Plan(task); !errors.As(err, &unsafe) || strings.Contains(h.Probe(task), "kept") {
		t.Errorf("planned with %v on %q", err, h.Probe(task))
	}
}

// ssh-keygen reads what the task has written.
func TestOpenSSHReadsIt(t *testing.T) {
	h := taskstest.NewHost(t, "dash", nil)
	home(nil)(t, h.Root)
	if _, r := h.Apply(authorized(hostile)(h.Root)); r.Err() != nil {
		t.Fatal(r.Err())
	}
	out, err := exec.Command("ssh-keygen", "-l", "-f", h.Root+"/"+keysFile).CombinedOutput()
	if err != nil || strings.Count(string(out), "(ED25519)") != 2 {
		t.Errorf("ssh-keygen: %s, %v", out, err)
	}
}
