// Package secrets keeps the secrets that recipes ask for as files beside the
// inventory, so that every later run uses the same ones. They are encrypted
// with age (https://age-encryption.org/v1) once recipients are set up.
package secrets

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// Store keeps each secret in a file of its own in one directory: NAME.age
// where there are recipients, and otherwise NAME, which holds the bytes as they
// are, so that a key from elsewhere may be put there. The recipients are in the
// file "recipients" beside the directory.
//
// The directory is made when the first secret is; its mode is then 0700, and
// that of the files 0600. A Store is safe for concurrent use, and several
// processes may use one directory, which is locked with flock(2) meanwhile: the
// first to make a secret wins.
type Store struct {
	// Identity is what decrypts the secrets: the path of a file with age
	// identities or an OpenSSH private key without a passphrase, or an age
	// identity itself. It is read when the first encrypted secret is.
	Identity string

	dir    string
	dryRun bool

	mu    sync.Mutex
	made  map[string]sh.Secret // of a dry run
	known []sh.Secret
}

var _ recipes.Secrets = (*Store)(nil)

// New returns the store of that directory, with the [DefaultIdentity]. In a dry
// run a secret that does not exist is made up for as long as the Store lives,
// and not saved.
func New(dir string, dryRun bool) *Store {
	return &Store{Identity: DefaultIdentity(), dir: dir, dryRun: dryRun, made: map[string]sh.Secret{}}
}

// Beside returns the directory that belongs to an inventory in dir.
func Beside(dir string) string { return filepath.Join(dir, ".hrun", "secrets") }

// Secret returns the secret of that name, and makes it of size random bytes if
// there is none yet. One that exists is returned whatever its size. The error
// names the file; it may be a [*ModeError].
func (s *Store) Secret(name string, size int) (sh.Secret, error) {
	secret, err := s.Get(name)
	if !errors.Is(err, fs.ErrNotExist) {
		return secret, err
	}
	if size <= 0 {
		return sh.Secret{}, fmt.Errorf("secret %s: %d bytes are no secret", filepath.Join(s.dir, fileName(name)), size)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if made, ok := s.made[name]; ok {
		return made, nil
	}
	if s.dryRun {
		s.made[name] = random(size)
		s.known = append(s.known, s.made[name])
		return s.made[name], nil
	}
	err = s.writing(func() error {
		secret, err = s.read(name) // which may be what another process made meanwhile
		if !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		secret = random(size)
		return s.write(name, secret)
	})
	if err != nil {
		return sh.Secret{}, fmt.Errorf("keeping the secret %q: %w", name, err)
	}
	s.known = append(s.known, secret)
	return secret, nil
}

// Get returns the secret of that name. The error wraps [fs.ErrNotExist] if
// there is none.
func (s *Store) Get(name string) (secret sh.Secret, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := checkName(name); err != nil {
		return secret, err
	}
	unlock, err := lock(s.dir, false)
	if errors.Is(err, fs.ErrNotExist) {
		return secret, &missingError{name, s.dir}
	}
	if err != nil {
		return secret, fmt.Errorf("reading a secret: %w", err)
	}
	defer unlock()
	if secret, err = s.read(name); err == nil {
		s.known = append(s.known, secret)
	}
	return secret, err
}

// Known returns every secret that the store has handed out so far.
func (s *Store) Known() []sh.Secret {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]sh.Secret(nil), s.known...)
}

func random(size int) sh.Secret {
	value := make([]byte, size)
	_, _ = rand.Read(value) // never fails
	return sh.NewSecret(string(value))
}

// ModeError says that other users may read or replace a secret, or the key to
// the secrets.
type ModeError struct {
	Path string
	Mode fs.FileMode
}

func (e *ModeError) Error() string {
	return fmt.Sprintf("secret %s has mode %04o: other users can get at it; make a new one, or say: chmod 600 %s",
		e.Path, e.Mode.Perm(), sh.Quote(e.Path))
}

// private returns a [*ModeError] unless only its owner can get at the file.
func private(f *os.File) error {
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("reading a secret: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return &ModeError{f.Name(), info.Mode()}
	}
	return nil
}
