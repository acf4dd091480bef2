package inventory

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// asked is an inventory of one host with these variables, and how often each
// source outside was asked.
func asked(t *testing.T, vars string) (inv *Inventory, times map[string]int) {
	t.Helper()
	times = map[string]int{}
	from := Sources{
		Prompt: func(q string) (string, error) { times["prompt "+q]++; return "typed: " + q, nil },
		Secret: func(name string) (string, error) { times["secret "+name]++; return "kept: " + name, nil },
	}
	dir := t.TempDir()
	write(t, filepath.Join(dir, "hosts.yml"), "all:\n  hosts:\n    a:\n    b:\n  vars:\n"+vars)
	write(t, filepath.Join(dir, "line"), "of a file\r\n")
	write(t, filepath.Join(dir, "lines"), "two\nlines\n")
	inv, err := from.Load(filepath.Join(dir, "hosts.yml"))
	if err != nil {
		t.Fatal(err)
	}
	return inv, times
}

func TestSources(t *testing.T) {
	t.Setenv("HRUN_TEST_VALUE", "of the environment %s")
	inv, times := asked(t, `
    p: {env: HRUN_TEST_VALUE}
    q: {file: line}
    r: {file: lines}
    s: {command: [sh, -c, 'pwd; echo once >>count; printf "%s\n\n" "$1"', sh, "a 'b' $x"]}
    t: {prompt: "Which one?"}
    u: {secret: smtp}
    v: plain
    w: [{env: HRUN_TEST_VALUE}, {secret: smtp}]
`)
	if len(times) != 0 || len(inv.Secrets()) != 0 {
		t.Errorf("read before it was needed: %v", times)
	}
	dir, err := filepath.EvalSymlinks(inv.Dir())
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{
		"p": "of the environment %s", "q": "of a file", "r": "two\nlines\n", "s": dir + "\na 'b' $x\n",
		"t": "typed: Which one?", "u": "kept: smtp", "v": "plain",
	} {
		for _, h := range inv.Hosts() {
			var got string
			if err := h.Decode(name, &got); err != nil || got != want {
				t.Errorf("%s: %q, %v", name, got, err)
			}
		}
		if known := slices.Contains(inv.Secrets(), Password(want)); known != (name != "v") {
			t.Errorf("%s is known to be secret: %v", name, known)
		}
	}
	var all []string
	if err := inv.Hosts()[0].Decode("w", &all); err != nil || !slices.Equal(all, []string{"of the environment %s", "kept: smtp"}) {
		t.Errorf("%q, %v", all, err)
	}
	if fmt.Sprint(times) != "map[prompt Which one?:1 secret smtp:1]" {
		t.Errorf("asked %v", times)
	}
	if count, err := os.ReadFile(filepath.Join(dir, "count")); err != nil || string(count) != "once\n" {
		t.Errorf("the command ran so often: %q, %v", count, err)
	}
	if out := dump(inv); strings.Contains(out, "environment %s") || strings.Contains(out, "kept: ") || !strings.Contains(out, `{"env":"HRUN_TEST_VALUE"}`) {
		t.Errorf("printed: %s", out)
	}
	extra, err := inv.WithExtra("x=1")
	if err != nil || !slices.Contains(extra.Secrets(), "kept: smtp") {
		t.Errorf("an inventory made of this one does not know: %v", err)
	}
}

func TestSourceFaults(t *testing.T) {
	t.Setenv("HRUN_TEST_EMPTY", "")
	t.Setenv("HRUN_TEST_WORD", "hunter22")
	inv, _ := asked(t, `
    p: {env: HRUN_TEST_NOWHERE}
    q: {env: HRUN_TEST_EMPTY}
    r: {file: nowhere}
    s: {command: [sh, -c, "echo the vault is locked >&2; exit 3"]}
    t: {command: "pass show x"}
    u: {command: []}
    v: {env: X, file: Y}
    w: {secret: [a]}
    x: {env: ""}
    y: {environment: X}
`)
	for name, want := range map[string]string{
		"p": ":7: p: env: the environment has no variable HRUN_TEST_NOWHERE",
		"q": "q: env: it is empty",
		"r": "nowhere: no such file or directory",
		"s": "s: command: sh: exit status 3\nthe vault is locked",
		"t": "command: it must be a list, not text",
		"u": "it is a list of the program and its arguments",
		"v": "one of {env: NAME}",
		"w": "secret: it is a list, not a single value",
		"x": "its name is missing",
		"y": "it is a mapping, not a single value",
	} {
		var got string
		if err := inv.Hosts()[0].Decode(name, &got); err == nil || !strings.Contains(err.Error(), want) || got != "" {
			t.Errorf("%s: got %q, %v, want %s", name, got, err, want)
		}
	}
	inv, _ = asked(t, "\n    n: {env: HRUN_TEST_WORD}\n")
	var number int
	if err := inv.Hosts()[0].Decode("n", &number); !errors.Is(err, errSecretValue) {
		t.Errorf("a secret that is no number: %v", err)
	}
	for text, want := range map[string]string{"{prompt: Q}": "there is no terminal", "{secret: S}": "there is no store"} {
		n, err := parseYAML([]byte(text), place{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := newKeeper(Sources{}).open(n); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// A password is read when the connection needs it, and not before.
func TestPasswordsOfConnections(t *testing.T) {
	inv, times := asked(t, `
    ansible_password: {prompt: login}
    ansible_become_password: {secret: sudo}
`)
	h := inv.Hosts()[0]
	ready, err := h.WithPasswords()
	if err != nil || ready.Connection.Password != "typed: login" || ready.Connection.Become.Password != "" {
		t.Errorf("%#v, %v", ready.Connection, err)
	}
	h.Connection.Password, h.Connection.Become.Enabled = "given", true
	ready, err = h.WithPasswords()
	if err != nil || ready.Connection.Password != "given" || ready.Connection.Become.Password != "kept: sudo" {
		t.Errorf("%#v, %v", ready.Connection, err)
	}
	if fmt.Sprint(times) != "map[prompt login:1 secret sudo:1]" {
		t.Errorf("asked %v", times)
	}
	inv, _ = asked(t, "\n    ansible_password: {env: HRUN_TEST_NOWHERE}\n")
	if _, err := inv.Hosts()[0].WithPasswords(); err == nil || !strings.Contains(err.Error(), "hosts.yml:7: ansible_password: env: the environment") {
		t.Errorf("got %v", err)
	}
	inv, _ = asked(t, "\n    ansible_password: in the file\n")
	if !slices.Contains(inv.Secrets(), "in the file") {
		t.Error("a password of the inventory is not known to be secret")
	}
}

// Reading an inventory runs nothing and asks nobody.
func TestNothingIsReadWhileLoading(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "hosts.yml"), "all:\n  hosts:\n    a: {ansible_user: {command: [touch, ran]}, ansible_password: {command: [touch, ran]}}\n")
	_, err := Load(filepath.Join(dir, "hosts.yml"))
	if err == nil || !strings.Contains(err.Error(), "ansible_user: it is a mapping, not a single value; only passwords") {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "ran")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a command was run: %v", err)
	}
	v, err := NewValue(map[string]string{"env": "HRUN_TEST_VALUE"})
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv("HRUN_TEST_VALUE", "of a program")
	var got string
	if err := (Host{Vars: Vars{"p": v}}).Decode("p", &got); err != nil || got != "of a program" {
		t.Errorf("a host without an inventory: %q, %v", got, err)
	}
}
