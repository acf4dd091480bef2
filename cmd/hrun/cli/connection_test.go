package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/hrun-dev/hrun/inventory"
)

func hosts(t *testing.T, hs ...inventory.Host) *inventory.Inventory {
	t.Helper()
	inv, err := inventory.New(hs...)
	if err != nil {
		t.Fatal(err)
	}
	return inv
}

func host(name string, c inventory.Connection) inventory.Host {
	return inventory.Host{Name: name, Connection: c}
}

func override(t *testing.T, f connectionFlags, stdin string, hs ...inventory.Host) map[string]inventory.Connection {
	t.Helper()
	inv, _, err := f.override(t.Context(), &Program{Stdin: strings.NewReader(stdin)}, hosts(t, hs...))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]inventory.Connection{}
	for _, h := range inv.Hosts() {
		got[h.Name] = h.Connection
	}
	return got
}

func TestFlagsWinOverTheInventory(t *testing.T) {
	given := inventory.Connection{User: "old", Port: 2200, HostKeys: inventory.Off, KeyFiles: []string{"old"},
		Become: inventory.Become{User: "someone", Password: "old"}}
	key := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(key, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	got := override(t, connectionFlags{
		user: "new", privateKey: key, hostKeys: "accept-new", become: true, becomeUser: "app", askPass: true, askBecomePass: true,
	}, "login\nsudo\n", host("a", given))["a"]
	want := inventory.Connection{User: "new", Port: 2200, HostKeys: inventory.AcceptNew, KeyFiles: []string{key}, Password: "login",
		Become: inventory.Become{Enabled: true, User: "app", Password: "sudo"}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-want +got\n%s", d)
	}
	if d := cmp.Diff(given, override(t, connectionFlags{}, "", host("a", given))["a"]); d != "" {
		t.Errorf("no flags changed it: -want +got\n%s", d)
	}
}

func TestPasswords(t *testing.T) {
	file := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(file, []byte("from file\r\nsecond line\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		flags connectionFlags
		stdin string
		want  passwords
		err   string
	}{
		{name: "none asked", stdin: "x\n"},
		{name: "empty sudo password", flags: connectionFlags{askPass: true, askBecomePass: true}, stdin: "one\n\n", want: passwords{"one", "one"}},
		{name: "spaces belong to it", flags: connectionFlags{askBecomePass: true}, stdin: " a b ", want: passwords{"", " a b "}},
		{name: "file", flags: connectionFlags{becomePasswordFile: file}, want: passwords{"", "from file"}},
		{name: "no input", flags: connectionFlags{askBecomePass: true}, err: "reading the sudo password from the standard input: EOF"},
		{name: "no file", flags: connectionFlags{becomePasswordFile: file + "x"}, err: "no such file"},
		{name: "empty file", flags: connectionFlags{becomePasswordFile: os.DevNull}, err: "is empty"},
	} {
		got, err := c.flags.passwords(t.Context(), &Program{Stdin: strings.NewReader(c.stdin)})
		switch {
		case c.err != "":
			if err == nil || !strings.Contains(err.Error(), c.err) {
				t.Errorf("%s: got error %v, want %q", c.name, err, c.err)
			}
		case err != nil || got != c.want:
			t.Errorf("%s: got %q %q, %v", c.name, string(got.login), string(got.become), err)
		}
	}
}
