package secrets_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/hrun-dev/hrun/recipes/secrets"
)

func TestSecretIsMadeOnceAndKept(t *testing.T) {
	dir := secrets.Beside(t.TempDir())
	first, err := secrets.New(dir, false).Secret("hapx/auth key", 128)
	if err != nil {
		t.Fatal(err)
	}
	if first.Len() != 128 {
		t.Errorf("got %d bytes", first.Len())
	}
	second, err := secrets.New(dir, false).Secret("hapx/auth key", 256)
	if err != nil {
		t.Fatal(err)
	}
	if first.Reveal() != second.Reveal() {
		t.Error("the second run got another secret")
	}
	other, err := secrets.New(dir, false).Secret("other", 128)
	if err != nil {
		t.Fatal(err)
	}
	if first.Reveal() == other.Reveal() {
		t.Error("two names share a secret")
	}
	mode(t, dir, 0o700)
	mode(t, filepath.Join(dir, "hapx%2Fauth%20key"), 0o600)
	if files, _ := os.ReadDir(dir); len(files) != 2 {
		t.Errorf("left over in the directory: %v", files)
	}
}

func TestDryRunSavesNothing(t *testing.T) {
	inventory := t.TempDir()
	dry := secrets.New(secrets.Beside(inventory), true)
	a, err := dry.Secret("key", 16)
	if err != nil {
		t.Fatal(err)
	}
	b, err := dry.Secret("key", 16)
	if err != nil {
		t.Fatal(err)
	}
	if a.Reveal() != b.Reveal() || a.Len() != 16 {
		t.Errorf("one dry run made two secrets of one name, or one of %d bytes", a.Len())
	}
	if files, _ := os.ReadDir(inventory); len(files) != 0 {
		t.Errorf("a dry run left %v", files)
	}
}

func TestManyAskAtOnce(t *testing.T) {
	dir := secrets.Beside(t.TempDir())
	got := make([]string, 20)
	var all sync.WaitGroup
	for i := range got {
		all.Go(func() {
			s, err := secrets.New(dir, false).Secret("key", 32)
			if err != nil {
				t.Error(err)
			}
			got[i] = s.Reveal()
		})
	}
	all.Wait()
	for _, g := range got {
		if g != got[0] || len(g) != 32 {
			t.Fatalf("got %d bytes, the first got %d, or they differ", len(g), len(got[0]))
		}
	}
}

func TestRefusals(t *testing.T) {
	dir := t.TempDir()
	write := func(name, value string, mode os.FileMode) {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(value), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	write("open", "x", 0o640)
	write("empty", "", 0o600)
	write("private", "mine\n", 0o400)
	store := secrets.New(dir, false)

	_, err := store.Secret("open", 1)
	var mode *secrets.ModeError
	if !errors.As(err, &mode) || !strings.Contains(err.Error(), "chmod 600 "+filepath.Join(dir, "open")) {
		t.Errorf("open file: got %v", err)
	}
	for name, part := range map[string]string{"empty": "has 0 bytes", "": "cannot name", "..": "cannot name", "new": "0 bytes are no secret"} {
		if _, err := store.Secret(name, 0); err == nil || !strings.Contains(err.Error(), part) {
			t.Errorf("%q: got %v, want %q", name, err, part)
		}
	}
	if s, err := store.Secret("private", 128); err != nil || s.Reveal() != "mine\n" {
		t.Errorf("a secret from elsewhere: got %d bytes, %v", s.Len(), err)
	}
}

func mode(t *testing.T, path string, want os.FileMode) {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != want {
		t.Errorf("%s has mode %o, want %o", path, got, want)
	}
}
