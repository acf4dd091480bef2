package secrets_test

import (
	"bytes"
	"crypto/ed25519"
	"encoding/pem"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/hrun-dev/hrun/recipes/secrets"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// sealed returns a directory of secrets that are encrypted for the identity in
// the file.
func sealed(t *testing.T) (dir, identity string) {
	t.Helper()
	dir, identity = secrets.Beside(t.TempDir()), filepath.Join(t.TempDir(), "config", "age.key")
	recipient, err := secrets.Keygen(identity)
	if err != nil {
		t.Fatal(err)
	}
	if err := open(dir, identity).SetRecipients([]string{recipient}); err != nil {
		t.Fatal(err)
	}
	return dir, identity
}

func open(dir, identity string) *secrets.Store {
	s := secrets.New(dir, false)
	s.Identity = identity
	return s
}

func TestSecretsAreEncryptedForRecipients(t *testing.T) {
	dir, identity := sealed(t)
	made, err := open(dir, identity).Secret("hapx/key", 128)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "hapx%2Fkey.age")
	body, err := os.ReadFile(path)
	if err != nil || !bytes.HasPrefix(body, []byte("age-encryption.org/v1\n")) || bytes.Contains(body, []byte(made.Reveal())) {
		t.Errorf("the file holds %q, %v", body, err)
	}
	mode(t, path, 0o600)
	mode(t, identity, 0o600)
	key, err := os.ReadFile(identity)
	if err != nil {
		t.Fatal(err)
	}
	for name, id := range map[string]string{"a file": identity, "the identity itself": string(key[bytes.Index(key, []byte("AGE-SECRET")):])} {
		if again, err := open(dir, id).Secret("hapx/key", 128); err != nil || again.Reveal() != made.Reveal() {
			t.Errorf("%s: %d bytes, %v", name, again.Len(), err)
		}
	}
	if files, _ := os.ReadDir(dir); len(files) != 1 {
		t.Errorf("left over in the directory: %v", files)
	}
}

func TestPlainSecretsAreEncryptedWhenRecipientsAreSet(t *testing.T) {
	dir, identity := secrets.Beside(t.TempDir()), filepath.Join(t.TempDir(), "id")
	plain, err := open(dir, identity).Secret("old", 16)
	if err != nil {
		t.Fatal(err)
	}
	recipient, err := secrets.Keygen(identity)
	if err != nil {
		t.Fatal(err)
	}
	if err := open(dir, identity).SetRecipients([]string{recipient}); err != nil {
		t.Fatal(err)
	}
	if got, err := open(dir, identity).Get("old"); err != nil || got.Reveal() != plain.Reveal() {
		t.Errorf("%d bytes, %v", got.Len(), err)
	}
	if _, err := os.Lstat(filepath.Join(dir, "old")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the plain file is still there: %v", err)
	}
}

func TestAnOpenSSHKeyIsAnIdentity(t *testing.T) {
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	key, err := ssh.NewPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	dir, keys := secrets.Beside(t.TempDir()), t.TempDir()
	write := func(name string, block *pem.Block, err error) string {
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(keys, name)
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	block, err := ssh.MarshalPrivateKey(private, "")
	clear := write("clear", block, err)
	block, err = ssh.MarshalPrivateKeyWithPassphrase(private, "", []byte("hunter22"))
	locked := write("locked", block, err)

	recipient := strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key)))
	if err := open(dir, clear).SetRecipients([]string{recipient}); err != nil {
		t.Fatal(err)
	}
	made, err := open(dir, clear).Secret("key", 16)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := open(dir, clear).Get("key"); err != nil || got.Reveal() != made.Reveal() {
		t.Errorf("%d bytes, %v", got.Len(), err)
	}
	if _, err := open(dir, locked).Get("key"); !errors.Is(err, secrets.ErrNoIdentity) || !strings.Contains(err.Error(), "passphrase") {
		t.Errorf("a key with a passphrase: %v", err)
	}
}

// Who cannot read a secret is told why, and nothing takes its place.
func TestUnreadable(t *testing.T) {
	dir, identity := sealed(t)
	if err := open(dir, identity).Set("key", sh.NewSecret("hunter22")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "broken.age"), []byte("age-encryption.org/v1\nhunter22"), 0o600); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "cut.age")
	whole, err := os.ReadFile(filepath.Join(dir, "key.age"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, whole[:len(whole)-1], 0o600); err != nil {
		t.Fatal(err)
	}
	other := filepath.Join(t.TempDir(), "other")
	if _, err := secrets.Keygen(other); err != nil {
		t.Fatal(err)
	}
	noKey := filepath.Join(t.TempDir(), "nokey")
	if err := os.WriteFile(noKey, []byte("AGE-SECRET-KEY-1NOTONE\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		identity, name string
		want           error
		says           string
	}{
		{"", "key", secrets.ErrNoIdentity, "HRUN_AGE_IDENTITY"},
		{"/nonexistent", "key", secrets.ErrNoIdentity, "hrun secret keygen"},
		{noKey, "key", secrets.ErrNoIdentity, "holds neither"},
		{other, "key", secrets.ErrWrongIdentity, other},
		{identity, "broken", secrets.ErrDamaged, "broken.age"},
		{identity, "cut", secrets.ErrDamaged, "cut.age"},
		{identity, "none", fs.ErrNotExist, "none"},
	} {
		got, err := open(dir, c.identity).Get(c.name)
		if !errors.Is(err, c.want) || !strings.Contains(err.Error(), c.says) || !got.IsZero() {
			t.Errorf("%s with %q: %v", c.name, c.identity, err)
		}
		if err != nil && (strings.Contains(err.Error(), "hunter22") || strings.Contains(err.Error(), "NOTONE")) {
			t.Errorf("the error shows a secret: %v", err)
		}
		if c.want != fs.ErrNotExist {
			if _, err := open(dir, c.identity).Secret(c.name, 16); !errors.Is(err, c.want) {
				t.Errorf("%s with %q: asked for, it gives %v", c.name, c.identity, err)
			}
		}
	}
}
