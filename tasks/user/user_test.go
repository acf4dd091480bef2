package user

import (
	"errors"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

const (
	hash    = "$6$saltsalt$qFmFH.bQmmtXzyBY0s9v7Oicd2z4XSIecDzlB5KiA2/jctKu9YterLp8wwnSq.qc.eoxqOmSuNp2xS0ktL3nh/"
	another = "$y$j9T$F5Jx5fExrKuPp53xLKQ..1$X3DX6M94c7o.9agCG9G317fhZg9SqC.5i5rd.RhAtQ7"
)

// full wants everything that one can want.
func full(root string) User {
	return User{
		Name: "deploy", UID: 1234, Group: "users", Groups: OnlyIn("adm", "sudo"), Home: root + "/home/it's $x", CreateHome: true,
		Shell: "/bin/bash", Comment: `it's "$HOME" -x` + " `x`", Password: sh.NewSecret(hash), Lock: Locked, Expires: "2031-02-03", etc: root + "/etc",
	}
}

func TestUserConforms(t *testing.T) {
	user := func(u User) func(string) tasks.Task {
		return func(root string) tasks.Task {
			u := u
			u.Name, u.etc = "deploy", root+"/etc"
			u.Home = strings.ReplaceAll(u.Home, "ROOT", root)
			return u
		}
	}
	all := func(root string) tasks.Task { return full(root) }
	cases := []taskstest.Case{
		{Name: "new", Task: user(User{})},
		{Name: "new for the system", Task: user(User{System: true, Shell: "/usr/sbin/nologin", Groups: In("adm")})},
		{Name: "new, the group is there", Task: user(User{}), Setup: having(map[string]string{"group": "deploy:x:999:\n", "gshadow": "deploy:!::\n"})},
		{Name: "new with everything", Task: all},
		{Name: "new with a password", Task: user(User{Password: sh.NewSecret(hash), Lock: Unlocked})},
		{Name: "new without a password, locked", Task: user(User{Lock: Locked})},
		{Name: "new in a group by number", Task: user(User{Group: "100"})},
		{Name: "everything differs", Task: all, Setup: having(deploy(another))},
		{Name: "is there", Task: user(User{}), Setup: having(deploy("!")), InSync: true},
		{Name: "in sync", Task: user(User{UID: 1000, Group: "deploy", Groups: In("ops"), Home: "ROOT/home/deploy", Comment: "it's me",
			Password: sh.NewSecret(hash), Lock: Unlocked, Expires: Never}), Setup: having(deploy(hash)), InSync: true},
		{Name: "locked in sync", Task: user(User{Password: sh.NewSecret(hash), Lock: Locked}), Setup: having(deploy("!" + hash)), InSync: true},
		{Name: "expires, far east", Task: user(User{Expires: "2031-02-03"}), Setup: having(farEast(deploy("*")))},
		{Name: "new and expires, far east", Task: user(User{Expires: "2031-02-03"}), Setup: having(farEast(nil))},
		{Name: "only in one", Task: user(User{Groups: OnlyIn("ops")}), Setup: having(deploy("*"))},
		{Name: "only in none", Task: user(User{Groups: OnlyIn()}), Setup: having(deploy("*"))},
		{Name: "in one more", Task: user(User{Groups: In("adm")}), Setup: having(deploy("*"))},
		{Name: "lock", Task: user(User{Lock: Locked}), Setup: having(deploy(hash))},
		{Name: "unlock", Task: user(User{Lock: Unlocked}), Setup: having(deploy("!" + hash))},
		{Name: "another password, unlock", Task: user(User{Password: sh.NewSecret(hash), Lock: Unlocked}), Setup: having(deploy("!" + another))},
		{Name: "new with a first password", Task: user(User{Password: sh.NewSecret(hash), KeepPassword: true})},
		{Name: "kept password", Task: user(User{Password: sh.NewSecret(hash), KeepPassword: true}), Setup: having(deploy(another)), InSync: true},
		{Name: "kept and locked", Task: user(User{Password: sh.NewSecret(hash), KeepPassword: true}), Setup: having(deploy("!" + another)), InSync: true},
		{Name: "none to keep", Task: user(User{Password: sh.NewSecret(hash), KeepPassword: true}), Setup: having(deploy("!"))},
		{Name: "first password", Task: user(User{Password: sh.NewSecret(hash), Lock: Unlocked}), Setup: having(deploy("!"))},
		{Name: "unlock what has no password", Task: user(User{Lock: Unlocked}), Setup: having(deploy("!")), Refused: "has no password"},
		{Name: "no such group", Task: user(User{Groups: In("nobodies")}), Refused: "there is no group nobodies"},
		{Name: "no such primary group", Task: user(User{Group: "nobodies"}), Refused: "there is no group nobodies"},
	}
	for i, c := range cases {
		cases[i].Commands, cases[i].MachineTools = shadow(), true
		if c.Setup == nil {
			cases[i].Setup = having(nil)
		}
	}
	taskstest.Conform(t, cases...)
}

// A new password for a locked user does not open the account.
func TestPasswordKeepsTheLock(t *testing.T) {
	for old, want := range map[string]string{"!" + another: "!" + hash, another: hash, "!": hash, "*": hash, "": hash} {
		h := taskstest.NewHost(t, "dash", shadow())
		having(deploy(old))(t, h.Root)
		if _, r := h.Apply(User{Name: "deploy", Password: sh.NewSecret(hash), etc: h.Root + "/etc"}); r.Err() != nil {
			t.Fatal(r.Err())
		}
		body, err := os.ReadFile(h.Root + "/etc/shadow")
		if err != nil || !strings.Contains(string(body), "\ndeploy:"+want+":") {
			t.Errorf("%q became %q, %v", old, body, err)
		}
	}
}

// What one can see of a process is its arguments.
func TestPasswordIsNoArgument(t *testing.T) {
	spies := shadow()
	for name, command := range spies {
		spies[name] = `printf '%s\n' "$*" >>"$ROOT/arguments"` + "\n" + command
	}
	h := taskstest.NewHost(t, "dash", spies)
	having(nil)(t, h.Root)
	c, r := h.Apply(full(h.Root))
	if r.Err() != nil {
		t.Fatal(r.Err())
	}
	body, err := os.ReadFile(h.Root + "/arguments")
	if err != nil || strings.Contains(string(body), "qFmFH") || !strings.Contains(string(body), "-e\n") {
		t.Errorf("arguments are %s, %v", body, err)
	}
	if strings.Contains(taskstest.Differences(c), "qFmFH") {
		t.Error("the plan shows the password")
	}
}

func TestHomeOfAUserWhoIsThere(t *testing.T) {
	h := taskstest.NewHost(t, "dash", shadow())
	having(deploy("*"))(t, h.Root)
	u := User{Name: "deploy", Home: h.Root + "/home/d", CreateHome: true, etc: h.Root + "/etc"}
	if _, r := h.Apply(u); r.Err() != nil {
		t.Fatal(r.Err())
	}
	for path, mode := range map[string]os.FileMode{"/home/d": 0o700 | os.ModeDir, "/home/d/.profile": 0o644} {
		info, err := os.Stat(h.Root + path)
		if err != nil || info.Mode() != mode || info.Sys().(*syscall.Stat_t).Uid != 1000 {
			t.Errorf("%s is %v, %v", path, info, err)
		}
	}
	if left, err := os.ReadDir(h.Root + "/home"); err != nil || len(left) != 1 {
		t.Errorf("there is %v, %v", left, err)
	}
}

// LDAP and its like are known to getent alone.
func TestForeign(t *testing.T) {
	h := taskstest.NewHost(t, "dash", map[string]string{"getent": "exit 0"})
	having(nil)(t, h.Root)
	for _, task := range []tasks.Task{
		User{Name: "ldap", etc: h.Root + "/etc"}, Group{Name: "ldap", etc: h.Root + "/etc"},
		User{Name: "ldap", Absent: true, etc: h.Root + "/etc"}, Group{Name: "ldap", Absent: true, etc: h.Root + "/etc"},
	} {
		var foreign *ForeignError
		if _, err := h.Plan(task); !errors.As(err, &foreign) || foreign.Name != "ldap" {
			t.Errorf("%s: %v", task, err)
		}
	}
}

func TestCouldNotLook(t *testing.T) {
	h := taskstest.NewHost(t, "dash", map[string]string{"getent": "exit 3"})
	if r := h.Run(User{Name: "x", etc: h.Root}.Probe()); r.Status == 0 {
		t.Errorf("without /etc/passwd the probe prints %q", r.Stdout)
	}
	having(nil)(t, h.Root)
	for _, task := range []tasks.Task{User{Name: "x", etc: h.Root + "/etc"}, Group{Name: "x", etc: h.Root + "/etc"}} {
		if r := h.Run(task.Probe()); r.Status == 0 {
			t.Errorf("%s: where getent fails the probe prints %q", task, r.Stdout)
		}
	}
	if err := os.Chmod(h.Root+"/etc/shadow", 0); err != nil {
		t.Fatal(err)
	}
	h.Shell.Argv = []string{"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "dash"}
	if r := h.Run(User{Name: "root", Lock: Locked, etc: h.Root + "/etc"}.Probe()); r.Status == 0 {
		t.Errorf("without access to shadow the probe prints %q", r.Stdout)
	}
}
