package secrets

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// makeDir makes a directory, and those above it that are missing.
func makeDir(dir string) error {
	err := os.Mkdir(dir, 0o700)
	switch {
	case errors.Is(err, fs.ErrExist):
		return nil
	case errors.Is(err, fs.ErrNotExist):
		if err := makeDir(filepath.Dir(dir)); err != nil {
			return err
		}
		return makeDir(dir)
	case err != nil:
		return err
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(handOver(d), d.Close())
}

// handOver gives what root has made to the owner of the directory that it is
// in: whoever runs hrun by sudo in a checkout of their own can go on without.
// It takes the open file, in whose place that owner could put another.
func handOver(made *os.File) error {
	if os.Geteuid() != 0 {
		return nil
	}
	info, err := os.Stat(filepath.Dir(made.Name()))
	if err != nil {
		return err
	}
	owner := info.Sys().(*syscall.Stat_t)
	return made.Chown(int(owner.Uid), int(owner.Gid))
}
