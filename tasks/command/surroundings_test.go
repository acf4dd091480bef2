package command_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/command"
	"github.com/hrun-dev/hrun/tasks/file"
	"github.com/hrun-dev/hrun/tasks/sh"
	"github.com/hrun-dev/hrun/tasks/taskstest"
)

const value = "it's \"new\"\n$HOME `x` \\"

func TestSurroundingsConform(t *testing.T) {
	full := func(root string) tasks.Task {
		return command.Command{
			Name: "all", Directory: root + "/it's a directory",
			Script:      `cat >input && printf '%s|%s' "$PLAIN" "$HIDDEN" >variables && [ "$(wc -l <input)" -eq 1 ]`,
			Unless:      `printf '%s|%s' "$PLAIN" "$HIDDEN" | cmp -s - variables || exit 1`,
			Environment: map[string]string{"PLAIN": value}, SecretEnvironment: map[string]sh.Secret{"HIDDEN": sh.NewSecret("hunter2 " + value)},
			Input: sh.NewSecret("hunter3\n"),
		}
	}
	made := func(t testing.TB, root string) {
		t.Helper()
		if err := os.Mkdir(root+"/it's a directory", 0o755); err != nil {
			t.Fatal(err)
		}
	}
	removes := func(root string) tasks.Task {
		return command.Command{Name: "remove", Script: `rm "$ROOT/a"`, Removes: root + "/a"}
	}
	taskstest.Conform(t,
		taskstest.Case{Name: "all", Task: full, Setup: made},
		taskstest.Case{Name: "no directory", Task: full, Refused: "it's a directory does not exist"},
		taskstest.Case{Name: "no user", Refused: "there is no user nobody-such", Task: func(string) tasks.Task {
			return command.Command{Name: "user", User: "nobody-such", Script: "true", Unless: "true"}
		}},
		taskstest.Case{Name: "removes", Task: removes, Setup: func(t testing.TB, root string) {
			if err := os.WriteFile(root+"/a", nil, 0o644); err != nil {
				t.Fatal(err)
			}
		}},
		taskstest.Case{Name: "removed", Task: removes, InSync: true},
	)
}

func TestSecretsAreNoArguments(t *testing.T) {
	for _, kind := range taskstest.Kinds() {
		h := taskstest.NewHost(t, kind, nil)
		c := command.Command{
			Name: "x", Creates: h.Root + "/seen", SecretEnvironment: map[string]sh.Secret{"HIDDEN": sh.NewSecret("hunter2")}, Input: sh.NewSecret("hunter3"),
			Script: `for p in /proc/[0-9]*; do tr '\0' ' ' <"$p/cmdline"; done 2>/dev/null >"$ROOT/seen" || :`,
		}
		if _, r := h.Apply(c); r.Err() != nil {
			t.Fatal(r.Err())
		}
		seen, err := os.ReadFile(h.Root + "/seen")
		if err != nil || len(seen) == 0 || strings.Contains(string(seen), "hunter") {
			t.Errorf("%s: arguments have a secret, or %v", kind, err)
		}
	}
}

func TestAsAnotherUser(t *testing.T) {
	if os.Geteuid() != 0 {
		return // only root can be another user
	}
	for _, kind := range taskstest.Kinds() {
		h := taskstest.NewHost(t, kind, nil)
		if err := os.WriteFile(h.Root+"/who", nil, 0o666); err != nil {
			t.Fatal(err)
		}
		for dir := h.Root; dir != "/tmp" && dir != "/"; dir = filepath.Dir(dir) {
			if err := os.Chmod(dir, 0o755); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.Chmod(h.Root+"/who", 0o666); err != nil {
			t.Fatal(err)
		}
		c := command.Command{
			Name: "who", User: "daemon", Directory: h.Root, Input: sh.NewSecret("said\n"),
			Script: `{ id -un; echo "$HOME"; cat; } >who`, Unless: `grep -q "^$(id -un)$" who || exit 1`,
		}
		if _, r := h.Apply(c); r.Err() != nil {
			t.Fatal(r.Err())
		}
		if who, err := os.ReadFile(h.Root + "/who"); err != nil || string(who) != "daemon\n/usr/sbin\nsaid\n" {
			t.Errorf("%s: %q, %v", kind, who, err)
		}
		if left, err := h.Plan(c); err != nil || !left.Empty() {
			t.Errorf("%s: %v, %v", kind, left, err)
		}
	}
}

func TestLocal(t *testing.T) {
	dir := t.TempDir()
	write := func(name, body string) string {
		t.Helper()
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		return p
	}
	for name, body := range map[string]string{
		"none":  "echo \"it's $((1 + 1))\"; exit 3\n",
		"sh":    "#!/bin/sh\necho \"it's $((1 + 1))\"\nexit 3",
		"env":   "#!/usr/bin/env sh\necho \"it's $((1 + 1))\"\nexit 3",
		"other": "#!/bin/bash -e\necho \"it's $((${#BASH_VERSION} > 0 ? 2 : 0))\"\nexit 3\n",
	} {
		script, err := command.Local(write(name, body))
		if err != nil {
			t.Fatal(err)
		}
		for _, kind := range taskstest.Kinds() {
			r := taskstest.NewHost(t, kind, nil).Run(script)
			if r.Status != 3 || r.Stdout != "it's 2\n" {
				t.Errorf("%s on %s: %d, %q, %s", name, kind, r.Status, r.Stdout, r.Stderr)
			}
		}
	}
	for name, body := range map[string]string{"binary": "\x7fELF\x00", "large": strings.Repeat("#", 2<<20), "nothing": "#!\n"} {
		if _, err := command.Local(write(name, body)); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
	if _, err := command.Local(dir + "/absent"); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
}

func TestSurroundingsValidate(t *testing.T) {
	for _, c := range []command.Command{
		{User: "a b"},
		{Directory: "a"},
		{Environment: map[string]string{"A=B": ""}},
		{Environment: map[string]string{"A": "\x00"}},
		{Environment: map[string]string{"A": ""}, SecretEnvironment: map[string]sh.Secret{"A": sh.NewSecret("x")}},
		{Removes: "/a"},
	} {
		c.Name, c.Script, c.Unless = "x", "true", "true"
		if c.Validate() == nil {
			t.Errorf("Validate accepts %+v", c)
		}
	}
	var missing *file.MissingError
	_, err := command.Command{Name: "x", Script: "true", Unless: "true", Directory: "/a"}.Plan("no directory\n")
	if !errors.As(err, &missing) || missing.Directory != "/a" {
		t.Error(err)
	}
}
