package secrets

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// longest is the most that a secret may hold. It is far above any key, and
// keeps a wrong file from being read into memory.
const longest = 1 << 20

// read returns the secret from whichever file holds it. The directory is
// locked.
func (s *Store) read(name string) (sh.Secret, error) {
	plain, sealed := s.paths(name)
	value, err := readBounded(sealed, 2*longest)
	if errors.Is(err, fs.ErrNotExist) {
		return readPlain(plain)
	}
	if err != nil {
		return sh.Secret{}, fmt.Errorf("reading a secret: %w", err)
	}
	if _, err := os.Lstat(plain); err == nil {
		return sh.Secret{}, fmt.Errorf("secret %q is there twice, as %s and as %s: remove the wrong one", name, plain, sealed)
	}
	secret, err := s.decrypt(value)
	if err != nil {
		return sh.Secret{}, fmt.Errorf("secret %s: %w", sealed, err)
	}
	return secret, nil
}

func readPlain(path string) (sh.Secret, error) {
	f, err := os.Open(path)
	if err != nil {
		return sh.Secret{}, fmt.Errorf("reading a secret: %w", err)
	}
	defer f.Close()
	if err := private(f); err != nil {
		return sh.Secret{}, err
	}
	value, err := io.ReadAll(io.LimitReader(f, longest+1))
	if err != nil {
		return sh.Secret{}, fmt.Errorf("reading a secret: %w", err)
	}
	if err := checkSize(len(value)); err != nil {
		return sh.Secret{}, fmt.Errorf("secret %s: %w", path, err)
	}
	return sh.NewSecret(string(value)), nil
}

func readBounded(path string, most int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, most))
}

func checkSize(size int) error {
	if size == 0 || size > longest {
		return fmt.Errorf("it has %d bytes: 1 to %d are allowed", size, longest)
	}
	return nil
}

// write keeps the secret, encrypted if there are recipients. The directory is
// locked for writing.
func (s *Store) write(name string, secret sh.Secret) error {
	if err := checkSize(secret.Len()); err != nil {
		return err
	}
	plain, sealed := s.paths(name)
	recipients, err := s.recipients()
	if errors.Is(err, fs.ErrNotExist) {
		if _, err := os.Lstat(sealed); err == nil {
			return fmt.Errorf("%s is encrypted: %w", sealed, ErrNoRecipient)
		}
		return replace(plain, []byte(secret.Reveal()))
	}
	if err != nil {
		return err
	}
	body, err := encrypt(secret, recipients)
	if err != nil {
		return err
	}
	if err := replace(sealed, body); err != nil {
		return err
	}
	if err := os.Remove(plain); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return syncDir(s.dir)
}

// replace writes the file in one piece: a crash leaves the old one or the new.
func replace(path string, value []byte) (err error) {
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, ".new-*") // mode 0600, and only if it did not exist
	if err != nil {
		return err
	}
	_, err = f.Write(value)
	err = errors.Join(err, handOver(f.Name()))
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return syncDir(dir)
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
