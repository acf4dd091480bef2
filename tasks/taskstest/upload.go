package taskstest

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"

	"github.com/hrun-dev/hrun/tasks"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// remedies returns the script of the change. Where a step has an upload, a
// copy of its file is made first, as the runner does, and removed by the
// function that is returned.
func remedies(c tasks.Change) (s sh.Script, remove func(), err error) {
	u := c.Upload()
	if u == nil {
		return c.Script(), func() {}, nil
	}
	path, err := stage(*u)
	if err != nil {
		return "", nil, err
	}
	s = "hrun_upload=" + sh.Word(path) + "\n" + c.Script()
	return s, func() { _ = os.Remove(path) }, nil // the remedy may have moved it away
}

func stage(u tasks.Upload) (path string, err error) {
	from, err := os.Open(u.Path)
	if err != nil {
		return "", fmt.Errorf("upload: %w", err)
	}
	defer func() { _ = from.Close() }()
	to, err := os.CreateTemp("", "hrun-")
	if err != nil {
		return "", fmt.Errorf("upload: %w", err)
	}
	defer func() {
		if closeErr := to.Close(); err == nil {
			err = closeErr
		}
		if err != nil {
			_ = os.Remove(to.Name())
		}
	}()
	sum := sha256.New()
	n, err := io.Copy(io.MultiWriter(to, sum), from)
	if err != nil {
		return "", fmt.Errorf("upload: %w", err)
	}
	if n != u.Size || hex.EncodeToString(sum.Sum(nil)) != u.SHA256 {
		return "", fmt.Errorf("upload: %s is not the file that was planned with: it has %d bytes and another digest", u.Path, n)
	}
	return to.Name(), nil
}
