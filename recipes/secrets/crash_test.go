package secrets_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/hrun-dev/hrun/recipes/secrets"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// interrupted returns a store in which encrypting "key" was interrupted: its
// value is there both ways, and half of a file was being written.
func interrupted(t *testing.T, plain string) (dir string, store *secrets.Store) {
	t.Helper()
	dir, identity := sealed(t)
	store = open(dir, identity)
	if err := store.Set("key", sh.NewSecret("hunter22")); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{filepath.Join(dir, "key"), filepath.Join(dir, ".hrun-new-1"), filepath.Join(dir, "..", ".hrun-new-2")} {
		if err := os.WriteFile(file, []byte(plain), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir, store
}

func leftOver(dir string) string {
	var left []string
	for _, file := range []string{"key", ".hrun-new-1", "../.hrun-new-2"} {
		if _, err := os.Lstat(filepath.Join(dir, file)); !errors.Is(err, fs.ErrNotExist) {
			left = append(left, file)
		}
	}
	return strings.Join(left, " ")
}

// Whatever comes after an interruption finds the secret, and what writes next
// removes what was left in the clear.
func TestInterruption(t *testing.T) {
	for name, next := range map[string]func(*secrets.Store) error{
		"reencrypt":        (*secrets.Store).Reencrypt,
		"set":              func(s *secrets.Store) error { return s.Set("key", sh.NewSecret("hunter23")) },
		"rotate":           func(s *secrets.Store) error { return s.Rotate("key") },
		"the same again":   func(s *secrets.Store) error { all, _ := s.Recipients(); return s.SetRecipients(all) },
		"another's secret": func(s *secrets.Store) error { return errors.Join(s.Set("other", sh.NewSecret("x")), s.Reencrypt()) },
	} {
		dir, store := interrupted(t, "hunter22")
		if got, err := store.Get("key"); err != nil || got.Reveal() != "hunter22" {
			t.Errorf("%s: before it %d bytes, %v", name, got.Len(), err)
		}
		if err := next(store); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if _, err := store.Get("key"); err != nil || leftOver(dir) != "" {
			t.Errorf("%s: %v, left over: %s", name, err, leftOver(dir))
		}
	}
}

// Two values of one secret are for a person to choose from, or to replace.
func TestTwoValues(t *testing.T) {
	_, store := interrupted(t, "another")
	if _, err := store.Get("key"); err == nil || !strings.Contains(err.Error(), "not the same") {
		t.Errorf("got %v", err)
	}
	if err := store.Reencrypt(); err == nil {
		t.Error("one of them was chosen")
	}
	if err := store.Set("key", sh.NewSecret("chosen")); err != nil {
		t.Fatal(err)
	}
	if got, err := store.Get("key"); err != nil || got.Reveal() != "chosen" {
		t.Errorf("%d bytes, %v", got.Len(), err)
	}
}

// Many who add themselves at once are all added.
func TestRecipientsAddedAtOnce(t *testing.T) {
	dir, mine := sealed(t)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			recipient, err := secrets.Keygen(filepath.Join(t.TempDir(), fmt.Sprint(i)))
			if err := errors.Join(err, open(dir, mine).AddRecipients(recipient)); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	store := open(dir, mine)
	now, err := store.Recipients()
	if err != nil || len(now) != 9 {
		t.Fatalf("%d recipients, %v", len(now), err)
	}
	if err := store.RemoveRecipients(now[1:]...); err != nil {
		t.Error(err)
	}
	if err := store.RemoveRecipients(now[0]); !errors.Is(err, secrets.ErrNoRecipient) {
		t.Errorf("the last one: %v", err)
	}
}

func TestListIsSorted(t *testing.T) {
	dir, mine := sealed(t)
	store := open(dir, mine)
	for _, name := range []string{"a-b", "a", "a/b"} {
		if err := store.Set(name, sh.NewSecret("x")); err != nil {
			t.Fatal(err)
		}
	}
	list, err := store.List()
	if err != nil || len(list) != 3 || list[0].Name != "a" || list[1].Name != "a-b" {
		t.Errorf("%v, %v", list, err)
	}
}

// The name that is missing is in the error, and not that of a file.
func TestMissing(t *testing.T) {
	dir, mine := sealed(t)
	for _, dir := range []string{dir, filepath.Join(dir, "none")} {
		store := open(dir, mine)
		_, err := store.Get("smtp/key")
		for _, err := range []error{err, store.Rotate("smtp/key")} {
			if !errors.Is(err, fs.ErrNotExist) || !strings.HasPrefix(err.Error(), `there is no secret "smtp/key" in `) {
				t.Errorf("got %v", err)
			}
		}
	}
}
