package sshca_test

import (
	"testing"

	"github.com/hrun-dev/hrun/recipes/recipestest"
	"github.com/hrun-dev/hrun/recipes/sshca"
)

// A host key belongs to one machine of one lab, and is the same every time.
func TestHostKey(t *testing.T) {
	key := func(lab, machine string) string {
		t.Helper()
		pair, err := sshca.HostKey(recipestest.Secrets(), lab, machine)
		if err != nil {
			t.Fatal(err)
		}
		return pair.Public
	}
	secret, err := recipestest.Secrets().Secret(sshca.MachineKeys, 32)
	if err != nil {
		t.Fatal(err)
	}
	want, err := sshca.DeriveKey(secret, "host key demo/node01")
	if err != nil {
		t.Fatal(err)
	}
	if got := key("demo", "node01"); got != want.Public {
		t.Errorf("got %s, want %s", got, want.Public)
	}
	if key("demo", "node01") == key("demo", "node02") || key("demo", "node01") == key("other", "node01") {
		t.Error("two machines have one host key")
	}
	if _, err := sshca.HostKey(nil, "demo", "node01"); err == nil {
		t.Error("there is a key without a secret")
	}
}
