package secrets_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/hrun-dev/hrun/recipes/secrets"
	"github.com/hrun-dev/hrun/tasks/sh"
)

func TestRecipientsCanBeAddedAndRemoved(t *testing.T) {
	dir, mine := sealed(t)
	store := open(dir, mine)
	if err := store.Set("key", sh.NewSecret("hunter22")); err != nil {
		t.Fatal(err)
	}
	theirs := filepath.Join(t.TempDir(), "id")
	recipient, err := secrets.Keygen(theirs)
	if err != nil {
		t.Fatal(err)
	}
	both, err := store.Recipients()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(filepath.Dir(dir), "recipients")
	if err := os.WriteFile(file, []byte("# who may read\n"+both[0]+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := store.SetRecipients(append(slices.Clone(both), recipient)); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(file); err != nil || string(text) != "# who may read\n"+both[0]+"\n"+recipient+"\n" {
		t.Errorf("the file holds %q, %v", text, err)
	}
	for _, identity := range []string{mine, theirs} {
		if got, err := open(dir, identity).Get("key"); err != nil || got.Reveal() != "hunter22" {
			t.Errorf("%s: %d bytes, %v", identity, got.Len(), err)
		}
	}
	if err := open(dir, theirs).SetRecipients([]string{recipient}); err != nil {
		t.Fatal(err)
	}
	if _, err := open(dir, mine).Get("key"); !errors.Is(err, secrets.ErrWrongIdentity) {
		t.Errorf("who was removed reads it: %v", err)
	}
	// Who cannot read the secrets cannot change who can.
	if err := open(dir, mine).SetRecipients(both); !errors.Is(err, secrets.ErrWrongIdentity) {
		t.Errorf("got %v", err)
	}
	if now, err := store.Recipients(); err != nil || !slices.Equal(now, []string{recipient}) {
		t.Errorf("the recipients are %v, %v", now, err)
	}
}

func TestRecipientsThatAreNone(t *testing.T) {
	dir, mine := sealed(t)
	store := open(dir, mine)
	key, err := os.ReadFile(mine)
	if err != nil {
		t.Fatal(err)
	}
	secret := string(key[strings.Index(string(key), "AGE-SECRET"):])
	for _, written := range []string{"age1nonsense", "ssh-ed25519 nonsense", "someone", secret} {
		err := store.SetRecipients([]string{written})
		if err == nil || strings.Contains(err.Error(), "AGE-SECRET") {
			t.Errorf("%.12s: %v", written, err)
		}
	}
	if err := store.SetRecipients(nil); !errors.Is(err, secrets.ErrNoRecipient) {
		t.Errorf("none: %v", err)
	}
	file := filepath.Join(filepath.Dir(dir), "recipients")
	if err := os.WriteFile(file, []byte("# nobody\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Secret("new", 16); !errors.Is(err, secrets.ErrNoRecipient) {
		t.Errorf("a file without recipients: %v", err)
	}
	if list, err := store.List(); err != nil || len(list) != 0 {
		t.Errorf("something was written: %v, %v", list, err)
	}
}

// What was encrypted does not become plain because a file is missing.
func TestNothingIsWrittenBeside(t *testing.T) {
	dir, mine := sealed(t)
	store := open(dir, mine)
	if err := store.Set("key", sh.NewSecret("hunter22")); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(filepath.Dir(dir), "recipients")); err != nil {
		t.Fatal(err)
	}
	if err := store.Set("key", sh.NewSecret("hunter23")); !errors.Is(err, secrets.ErrNoRecipient) {
		t.Errorf("got %v", err)
	}
	if err := store.Reencrypt(); !errors.Is(err, secrets.ErrNoRecipient) {
		t.Errorf("got %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "key"), []byte("another"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Get("key"); err == nil || !strings.Contains(err.Error(), "twice") {
		t.Errorf("two files of one secret: %v", err)
	}
}

// While the recipients change, whoever asks finds the same secret.
func TestReadersWaitForReencryption(t *testing.T) {
	dir, mine := sealed(t)
	made, err := open(dir, mine).Secret("key", 32)
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if err := open(dir, mine).Reencrypt(); err != nil {
				t.Error(err)
			}
		})
		all.Go(func() {
			if got, err := open(dir, mine).Secret("key", 32); err != nil || got.Reveal() != made.Reveal() {
				t.Errorf("%d bytes, %v", got.Len(), err)
			}
		})
	}
	all.Wait()
}

func TestRotate(t *testing.T) {
	dir, mine := sealed(t)
	store := open(dir, mine)
	for name, value := range map[string]string{"typed": "hunter22", "bytes": "\x00\x01\n\x02\x03\x04\x05\xff\xfe and more"} {
		if err := store.Set(name, sh.NewSecret(value)); err != nil {
			t.Fatal(err)
		}
		if err := store.Rotate(name); err != nil {
			t.Fatal(err)
		}
		got, err := store.Get(name)
		if err != nil || got.Reveal() == value || got.Len() != len(value) {
			t.Errorf("%s: %d bytes of %d, %v", name, got.Len(), len(value), err)
		}
		letters := strings.Trim(got.Reveal(), "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789") == ""
		if letters != (name == "typed") {
			t.Errorf("%s became something of another kind", name)
		}
	}
	if err := store.Rotate("none"); err == nil {
		t.Error("a secret that is not there was rotated")
	}
	list, err := store.List()
	if want := []secrets.Entry{{Name: "bytes", Encrypted: true}, {Name: "typed", Encrypted: true}}; err != nil || !slices.Equal(list, want) {
		t.Errorf("list %v, %v", list, err)
	}
}
