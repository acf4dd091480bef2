package secrets

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"golang.org/x/sys/unix"
)

// lock keeps other processes from writing into the directory, or, if it is
// taken for writing, from reading in it as well.
func lock(dir string, forWriting bool) (unlock func(), err error) {
	d, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	how := unix.LOCK_SH
	if forWriting {
		how = unix.LOCK_EX
	}
	for {
		err = unix.Flock(int(d.Fd()), how)
		if !errors.Is(err, unix.EINTR) {
			break
		}
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("locking %s: %w", dir, err), d.Close())
	}
	return func() { _ = d.Close() }, nil // which ends the lock
}

// writing makes the directory if need be, and runs f while no one else reads or
// writes there.
func (s *Store) writing(f func() error) error {
	if err := makeDir(s.dir); err != nil {
		return err
	}
	unlock, err := lock(s.dir, true)
	if err != nil {
		return err
	}
	defer unlock()
	if err := errors.Join(sweep(s.dir), sweep(filepath.Dir(s.dir))); err != nil {
		return err
	}
	return f()
}
