package local

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// upload stores body in a new file of mode 0600 below the directory for
// temporary files. It leaves nothing behind when it fails.
func (c *conn) upload(ctx context.Context, body io.Reader) (path string, err error) {
	directory, err := filepath.Abs(os.TempDir()) // $TMPDIR may be relative
	if err != nil {
		return "", fmt.Errorf("upload: %w", err)
	}
	c.sweep.Do(func() { c.removeLeft(directory) })
	f, err := os.OpenFile(filepath.Join(directory, c.uploads.New()), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", fmt.Errorf("upload: %w", err)
	}
	defer func() {
		if closeErr := f.Close(); err == nil && closeErr != nil {
			err = closeErr
		}
		if err != nil {
			_ = os.Remove(f.Name())
			path, err = "", fmt.Errorf("upload: %w", err)
		}
	}()
	if _, err := io.Copy(f, bounded{ctx, body}); err != nil {
		return "", err
	}
	return f.Name(), nil
}

// removeLeft removes what connections to this host have left whose runs were
// killed. Whatever cannot be removed is no reason not to upload.
func (c *conn) removeLeft(directory string) {
	entries, err := os.ReadDir(directory)
	if err != nil {
		return
	}
	for _, e := range entries {
		if c.uploads.Left(e.Name()) {
			_ = os.Remove(filepath.Join(directory, e.Name()))
		}
	}
}

// bounded is a reader that fails once its context has ended.
type bounded struct {
	ctx  context.Context
	body io.Reader
}

func (b bounded) Read(p []byte) (int, error) {
	if err := context.Cause(b.ctx); err != nil {
		return 0, err
	}
	return b.body.Read(p)
}
