package user

import (
	"errors"
	"os"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestGroupConforms(t *testing.T) {
	group := func(g Group) func(string) tasks.Task {
		return func(root string) tasks.Task {
			g.Name, g.etc = "ops", root+"/etc"
			return g
		}
	}
	there := having(map[string]string{"group": "ops:x:1001:\n", "gshadow": "ops:!::\n"})
	cases := []taskstest.Case{
		{Name: "new", Task: group(Group{}), Setup: having(nil)},
		{Name: "new with everything", Task: group(Group{GID: 345, System: true}), Setup: having(nil)},
		{Name: "another number", Task: group(Group{GID: 345}), Setup: there},
		{Name: "in sync", Task: group(Group{GID: 1001}), Setup: there, InSync: true},
		{Name: "gone", Setup: there, Task: func(root string) tasks.Task { return Group{Name: "ops", Absent: true, etc: root + "/etc"} }},
		{Name: "never there", Setup: having(nil), InSync: true, Task: func(root string) tasks.Task { return Group{Name: "ops", Absent: true, etc: root + "/etc"} }},
	}
	for i := range cases {
		cases[i].Commands, cases[i].MachineTools = shadow(), true
	}
	taskstest.Conform(t, cases...)
}

func TestAbsentConforms(t *testing.T) {
	absent := func(a User) func(string) tasks.Task {
		return func(root string) tasks.Task {
			a.etc = root + "/etc"
			return a
		}
	}
	cases := []taskstest.Case{
		{Name: "gone", Task: absent(User{Name: "deploy", Absent: true}), Setup: having(deploy("*"))},
		{Name: "gone with the home", Task: absent(User{Name: "deploy", Absent: true, RemoveHome: true}), Setup: having(deploy("*"))},
		{Name: "never there", Task: absent(User{Name: "deploy", Absent: true}), Setup: having(nil), InSync: true},
		{Name: "another root", Task: absent(User{Name: "toor", Absent: true}), Setup: having(map[string]string{"passwd": "toor:x:0:0::/root:/bin/sh\n"}), Refused: "user id 0"},
	}
	for i := range cases {
		cases[i].Commands, cases[i].MachineTools = shadow(), true
	}
	taskstest.Conform(t, cases...)
}

func TestHomeIsRemoved(t *testing.T) {
	for remove, want := range map[bool]bool{false: true, true: false} {
		h := taskstest.NewHost(t, "dash", shadow())
		having(deploy("*"))(t, h.Root)
		if err := os.Mkdir(h.Root+"/home/deploy", 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Chown(h.Root+"/home/deploy", 1000, 1000); err != nil {
			t.Fatal(err)
		}
		if _, r := h.Apply(User{Name: "deploy", Absent: true, RemoveHome: remove, etc: h.Root + "/etc"}); r.Err() != nil {
			t.Fatal(r.Err())
		}
		if _, err := os.Stat(h.Root + "/home/deploy"); (err == nil) != want {
			t.Errorf("RemoveHome %v: home %v", remove, err)
		}
	}
}

// busybox alone can say that all is well, but not make it so.
func TestNoTools(t *testing.T) {
	var missing *ToolsError
	for _, c := range []struct {
		task tasks.Task
		got  string
	}{
		{User{Name: "x"}, "absent\nprimary \nmember\nknown\nno tools\n"},
		{Group{Name: "x"}, "absent\nno tools\n"},
		{User{Name: "x", Absent: true}, "user x:1:1::/:/bin/sh\nno tools\n"},
		{Group{Name: "x", Absent: true}, "group x:1\nno tools\n"},
	} {
		if _, err := c.task.Plan(c.got); !errors.As(err, &missing) {
			t.Errorf("%s: %v", c.task, err)
		}
	}
	for _, kind := range taskstest.Kinds() {
		h := taskstest.NewHost(t, kind, nil)
		having(deploy("*"))(t, h.Root)
		if r := h.Run("PATH=/nowhere\n" + User{Name: "nobody", etc: h.Root + "/etc"}.Probe()); r.Status != 0 || r.Stdout != "absent\nprimary \nmember\nknown\nno tools\n" {
			t.Errorf("%s: %d, %q, %q", kind, r.Status, r.Stdout, r.Stderr)
		}
	}
}
