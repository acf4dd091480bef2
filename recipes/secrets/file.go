package secrets

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/age"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// longest is the most that a secret may hold. It is far above any key, and
// keeps a wrong file from being read into memory.
const longest = 1 << 20

// read returns the secret from whichever file holds it. There are two if
// encrypting it was interrupted, with the same in both. The directory is locked.
func (s *Store) read(name string) (sh.Secret, error) {
	plain, sealed := s.paths(name)
	value, err := readBounded(sealed, 2*longest)
	if errors.Is(err, fs.ErrNotExist) {
		secret, err := readPlain(plain)
		if errors.Is(err, fs.ErrNotExist) {
			err = &missingError{name, s.dir}
		}
		return secret, err
	}
	if err != nil {
		return sh.Secret{}, fmt.Errorf("reading a secret: %w", err)
	}
	secret, err := s.decrypt(value)
	if err != nil {
		return sh.Secret{}, fmt.Errorf("secret %s: %w", sealed, err)
	}
	twin, err := readPlain(plain)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return secret, nil
	case err != nil:
		return sh.Secret{}, err
	case twin.Reveal() != secret.Reveal():
		return sh.Secret{}, fmt.Errorf("secret %q is there twice, as %s and as %s, and not the same: remove the wrong one", name, plain, sealed)
	}
	return secret, nil
}

// missingError says that there is no such secret. It is an [fs.ErrNotExist].
type missingError struct{ name, dir string }

func (e *missingError) Error() string {
	return fmt.Sprintf("there is no secret %q in %s; \"hrun secret set\" keeps one there", e.name, e.dir)
}

// Is reports whether the target is what it stands for.
func (e *missingError) Is(target error) bool { return target == fs.ErrNotExist }

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

// write keeps the secret, encrypted if there are recipients. Wherever it is
// interrupted, the old one is there or the new one. The directory is locked for
// writing.
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
	// A plain file goes when an encrypted one holds the same. So its value is
	// encrypted first: two that differ would be one too many.
	old, err := readBounded(plain, longest)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	default:
		if err := seal(sealed, sh.NewSecret(string(old)), recipients); err != nil {
			return err
		}
		if err := errors.Join(os.Remove(plain), syncDir(s.dir)); err != nil {
			return err
		}
	}
	return seal(sealed, secret, recipients)
}

// seal writes the encrypted secret to the file.
func seal(path string, secret sh.Secret, to []age.Recipient) error {
	body, err := encrypt(secret, to)
	if err != nil {
		return err
	}
	return replace(path, body)
}

// unfinished is how the names of files begin that are being written.
const unfinished = ".hrun-new-"

// sweep removes what was being written when a process was killed, which may be
// a secret that is not encrypted. No one else writes there.
func sweep(dir string) error {
	files, err := os.ReadDir(dir)
	for _, file := range files {
		if strings.HasPrefix(file.Name(), unfinished) {
			err = errors.Join(err, os.Remove(filepath.Join(dir, file.Name())))
		}
	}
	return err
}

// replace writes the file in one piece: a crash leaves the old one or the new.
func replace(path string, value []byte) (err error) {
	dir := filepath.Dir(path)
	f, err := os.CreateTemp(dir, unfinished+"*") // mode 0600, and only if it did not exist
	if err != nil {
		return err
	}
	_, err = f.Write(value)
	err = errors.Join(err, handOver(f))
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
