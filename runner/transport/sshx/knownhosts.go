package sshx

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/skeema/knownhosts"
	"golang.org/x/crypto/ssh"
	"golang.org/x/sys/unix"

	"github.com/hrun-dev/hrun/runner/transport"
)

// record adds the key to the first file, unless someone else has meanwhile:
// then it must be the same key. The lock keeps out goroutines and processes
// alike, as each has the file open for itself.
func (k *hostKeys) record(key ssh.PublicKey) (err error) {
	file := k.files[0]
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return fmt.Errorf("record the host key: %w", err)
	}
	f, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("record the host key: %w", err)
	}
	defer func() {
		if closeErr := f.Close(); err == nil && closeErr != nil {
			err = fmt.Errorf("record the host key: %w", closeErr)
		}
	}()
	if err := lock(f); err != nil {
		return fmt.Errorf("lock %s: %w", file, err)
	}
	records, err := k.cache.read(k.files)
	if err != nil {
		return err
	}
	err = k.compare(records, key)
	var unknown *transport.HostKeyError
	if !errors.As(err, &unknown) || unknown.Line != 0 {
		return err
	}
	return appendLine(f, knownhosts.Line([]string{k.address}, key))
}

// lock waits for the file to be this caller's; closing it gives it back.
func lock(f *os.File) error {
	for {
		err := unix.Flock(int(f.Fd()), unix.LOCK_EX)
		if !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}

// appendLine adds a line in a single write, after ending the last one if an
// editor has left that open.
func appendLine(f *os.File, line string) error {
	size, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return fmt.Errorf("record the host key: %w", err)
	}
	if size > 0 {
		last := make([]byte, 1)
		if _, err := f.ReadAt(last, size-1); err != nil {
			return fmt.Errorf("record the host key: %w", err)
		}
		if last[0] != '\n' {
			line = "\n" + line
		}
	}
	if _, err := f.WriteString(line + "\n"); err != nil {
		return fmt.Errorf("record the host key: %w", err)
	}
	return nil
}
