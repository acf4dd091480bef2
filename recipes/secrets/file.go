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

func contents(f *os.File, size int64) (sh.Secret, error) {
	if size == 0 || size > longest {
		return sh.Secret{}, fmt.Errorf("secret %s has %d bytes: 1 to %d are allowed", f.Name(), size, longest)
	}
	value, err := io.ReadAll(io.LimitReader(f, longest))
	if err != nil {
		return sh.Secret{}, fmt.Errorf("reading a secret: %w", err)
	}
	return sh.NewSecret(string(value)), nil
}

// create writes the file in one piece: a crash leaves the whole secret or
// none. A file that came into being meanwhile stays as it is.
func create(path string, value []byte) (err error) {
	dir := filepath.Dir(path)
	if err := makeDir(dir); err != nil {
		return err
	}
	f, err := os.CreateTemp(dir, ".new-*") // mode 0600, and only if it did not exist
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Remove(f.Name())) }()
	_, err = f.Write(value)
	err = errors.Join(err, handOver(f.Name()))
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Link(f.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
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
