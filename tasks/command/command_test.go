package command_test

import (
	"errors"
	"os"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/command"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

func TestCommandConforms(t *testing.T) {
	creates := func(path string) func(string) tasks.Task {
		return func(root string) tasks.Task {
			return command.Command{Name: "make it", Script: `mkdir -p "$ROOT/a" && : >"$ROOT/a/b"`, Creates: root + path}
		}
	}
	unless := func(root string) tasks.Task {
		return command.Command{Name: "make it", Script: `: >"$ROOT/a"; echo done`, Unless: `echo looking; test -e "$ROOT/a" || exit 1`}
	}
	done := func(t testing.TB, root string) {
		t.Helper()
		if err := os.WriteFile(root+"/a", nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	taskstest.Conform(t,
		taskstest.Case{Name: "creates", Task: creates("/a")},
		taskstest.Case{Name: "creates in a new directory", Task: creates("/a/b")},
		taskstest.Case{Name: "created", Task: creates("/a"), Setup: done, InSync: true},
		taskstest.Case{Name: "unless", Task: unless},
		taskstest.Case{Name: "done", Task: unless, Setup: done, InSync: true},
	)
}

func TestUnlessCannotLook(t *testing.T) {
	for _, kind := range taskstest.Kinds() {
		c := command.Command{Name: "x", Script: "true", Unless: "echo no database >&2; exit 2"}
		r := taskstest.NewHost(t, kind, nil).Run(c.Probe())
		if r.Status != 2 || r.Stderr != "no database\n" {
			t.Errorf("%s: probe exited with %d and %q", kind, r.Status, r.Stderr)
		}
	}
}

func TestCommandPlans(t *testing.T) {
	unless := command.Command{Name: "join", Script: "joinctl join", Unless: "joinctl status | grep -q joined"}
	creates := command.Command{Name: "key", Script: "keygen -o /etc/key", Creates: "/etc/key"}
	full := command.Command{
		Name: "seed", Script: "seed", Unless: "seed --check", User: "app", Directory: "/srv/it's app",
		Environment: map[string]string{"B": "it's", "A": "1"}, SecretEnvironment: map[string]sh.Secret{"C": sh.NewSecret("hunter2")}, Input: sh.NewSecret("hunter3\n"),
	}
	removes := command.Command{Name: "old", Script: "purge", Removes: "/etc/old"}
	taskstest.Plans(t, map[string]tasks.Task{"unless": unless, "creates": creates, "full": full, "removes": removes})
	taskstest.Golden(t, "full-probe", full.Probe())
	taskstest.Golden(t, "unless-probe", unless.Probe())
	taskstest.Golden(t, "creates-probe", creates.Probe())
}

func TestCommandValidate(t *testing.T) {
	for _, c := range []command.Command{
		{Name: "a", Script: "true"},
		{Name: "a", Script: "true", Unless: "true", Creates: "/a"},
	} {
		if err := c.Validate(); !errors.Is(err, command.ErrNoProbe) {
			t.Errorf("Validate(%+v) = %v", c, err)
		}
	}
	for _, c := range []command.Command{
		{Script: "true", Creates: "/a"},
		{Name: "a", Creates: "/a"},
		{Name: "a", Script: "true", Creates: "a"},
	} {
		if c.Validate() == nil {
			t.Errorf("Validate accepts %+v", c)
		}
		if _, err := c.Plan("absent\n"); err == nil {
			t.Errorf("Plan accepts %+v", c)
		}
	}
}
