package sshca_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes/sshca"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// lockedKey is a private key with a passphrase.
func lockedKey(t *testing.T) sh.Secret {
	t.Helper()
	path := filepath.Join(t.TempDir(), "locked")
	keygen(t, "-q", "-t", "ed25519", "-N", "hunter2 hunter2", "-f", path)
	private, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return sh.NewSecret(string(private))
}

// ssh-keygen finds in the private key the public one, comment included. The
// lengths of the comments need every length of padding.
func TestKeygenReadsTheKey(t *testing.T) {
	for n := 1; n <= 9; n++ {
		pair := derive(t, strings.Repeat("c", n))
		path := kept(t, "id_ed25519", pair.Private.Reveal())
		if got := keygen(t, "-y", "-f", path); got != pair.Public {
			t.Errorf("ssh-keygen read %q, want %q", got, pair.Public)
		}
		public := keygen(t, "-l", "-f", kept(t, "id_ed25519.pub", pair.Public))
		if private := keygen(t, "-l", "-f", path); private != public || !strings.HasSuffix(public, strings.Repeat("c", n)+" (ED25519)\n") {
			t.Errorf("ssh-keygen sees %q and %q", private, public)
		}
	}
}

// Keys stay what they are, from release to release: hosts are known by them.
// openssl's HKDF and Ed25519 make the same one.
func TestDerivedKeysAreStable(t *testing.T) {
	pair := derive(t, "host key demo/node01")
	if want := "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINwUKa09nFymWqg5GQ6CKLlriQp8qIt9RmG9qZLdAgpx host key demo/node01\n"; pair.Public != want {
		t.Errorf("got %q, want %q", pair.Public, want)
	}
	if again := derive(t, "host key demo/node01"); again.Private.Reveal() != pair.Private.Reveal() {
		t.Error("equal arguments, two keys")
	}
	if other := derive(t, "host key demo/node02"); other.Private.Reveal() == pair.Private.Reveal() {
		t.Error("two purposes, one key")
	}
	if other, err := sshca.DeriveKey(sh.NewSecret(strings.Repeat("\x02", 32)), "host key demo/node01"); err != nil || other.Public == pair.Public {
		t.Errorf("two secrets, one key: %v", err)
	}
}

func TestKeysThatAreNotDerived(t *testing.T) {
	for want, c := range map[string]struct {
		secret  sh.Secret
		purpose string
	}{
		"a secret of 0 bytes is too short":  {sh.Secret{}, "x"},
		"a secret of 15 bytes is too short": {sh.NewSecret(strings.Repeat("x", 15)), "x"},
		"the purpose of a key is empty":     {seed, ""},
		"has control characters":            {seed, "a\nb"},
	} {
		if pair, err := sshca.DeriveKey(c.secret, c.purpose); err == nil || pair.Public != "" || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", c.purpose, err, want)
		}
	}
}
