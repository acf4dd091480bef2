// Package secrets keeps the secrets that recipes ask for as files beside the
// inventory, so that every later run uses the same ones.
package secrets

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"sync"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Store keeps each secret in a file of its own in one directory. The file
// holds the bytes as they are, so a key from elsewhere may be put there. The
// directory is made when the first secret is; its mode is then 0700, and that
// of the files 0600. A Store is safe for concurrent use, and several processes
// may use one directory: the first to make a secret wins.
type Store struct {
	dir    string
	dryRun bool

	mu   sync.Mutex
	made map[string]sh.Secret // of a dry run
}

var _ recipes.Secrets = (*Store)(nil)

// New returns the store of that directory. In a dry run a secret that does
// not exist is made up for as long as the Store lives, and not saved.
func New(dir string, dryRun bool) *Store {
	return &Store{dir: dir, dryRun: dryRun, made: map[string]sh.Secret{}}
}

// Beside returns the directory that belongs to an inventory in dir.
func Beside(dir string) string { return filepath.Join(dir, ".hrun", "secrets") }

// Secret returns the secret of that name, and makes it of size random bytes if
// there is none yet. One that exists is returned whatever its size. The error
// names the file; it may be a [*ModeError].
func (s *Store) Secret(name string, size int) (sh.Secret, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	path, err := s.path(name)
	if err != nil {
		return sh.Secret{}, err
	}
	secret, err := read(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return secret, err
	}
	if size <= 0 {
		return sh.Secret{}, fmt.Errorf("secret %s: %d bytes are no secret", path, size)
	}
	if made, ok := s.made[name]; ok {
		return made, nil
	}
	value := make([]byte, size)
	_, _ = rand.Read(value) // never fails
	if s.dryRun {
		s.made[name] = sh.NewSecret(string(value))
		return s.made[name], nil
	}
	if err := create(path, value); err != nil {
		return sh.Secret{}, fmt.Errorf("keeping the secret %q: %w", name, err)
	}
	return read(path) // which may be what another process made meanwhile
}

// path returns the file of a secret. Any name is one file of the directory.
func (s *Store) path(name string) (string, error) {
	if name == "" || name[0] == '.' {
		return "", fmt.Errorf("%q cannot name a secret", name)
	}
	return filepath.Join(s.dir, url.PathEscape(name)), nil
}

// ModeError says that other users may read or replace a secret.
type ModeError struct {
	Path string
	Mode fs.FileMode
}

func (e *ModeError) Error() string {
	return fmt.Sprintf("secret %s has mode %04o: other users can get at it; make a new one, or say: chmod 600 %s",
		e.Path, e.Mode.Perm(), sh.Quote(e.Path))
}

func read(path string) (sh.Secret, error) {
	f, err := os.Open(path)
	if err != nil {
		return sh.Secret{}, fmt.Errorf("reading a secret: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return sh.Secret{}, fmt.Errorf("reading a secret: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return sh.Secret{}, &ModeError{path, info.Mode()}
	}
	return contents(f, info.Size())
}
