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
func upload(ctx context.Context, body io.Reader) (path string, err error) {
	directory, err := filepath.Abs(os.TempDir()) // $TMPDIR may be relative
	if err != nil {
		return "", fmt.Errorf("upload: %w", err)
	}
	f, err := os.CreateTemp(directory, "hrun-")
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
