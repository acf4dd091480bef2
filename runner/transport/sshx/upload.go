package sshx

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/pkg/sftp"
)

// uploadDirectory is where uploads go: it exists on every host, and the login
// user may write there.
const uploadDirectory = "/tmp/"

// packetsAhead is how many packets of 32 KiB are on their way at once.
const packetsAhead = 64

// tidying is how long an upload that was called off is waited for.
const tidying = 3 * time.Second

// upload stores body in a new private file and returns its path. It leaves
// nothing behind when it fails, unless the connection broke.
func (c *client) upload(ctx context.Context, body io.Reader) (string, error) {
	type answer struct {
		path string
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		path, err := c.store(ctx, bounded{ctx, body})
		answers <- answer{path, err}
	}()
	select {
	case a := <-answers:
		return a.path, a.err
	case <-ctx.Done():
	}
	select { // it ends by itself now, and cleans up, if the connection still allows
	case a := <-answers:
		return a.path, a.err
	case <-time.After(tidying):
		return "", fmt.Errorf("upload: %w", context.Cause(ctx))
	}
}

// store does the work of upload. SFTP creates files and directories with
// permissions that the server chooses, and a file that was open to all for a
// moment may be held open by anyone. So the file is made in a directory that
// nobody else may enter, and moved out when its permissions are right. The
// first upload removes what earlier connections have left, meanwhile.
func (c *client) store(ctx context.Context, body io.Reader) (path string, err error) {
	files, err := c.files(ctx)
	if err != nil {
		return "", fmt.Errorf("upload: %w", err)
	}
	defer func() { _ = files.Close() }()
	name := c.uploads.New()
	path = uploadDirectory + name
	private := path + inMaking
	if err := files.Mkdir(private); err != nil {
		return "", fmt.Errorf("upload: make %s: %w", private, err)
	}
	swept := make(chan struct{})
	go func() {
		defer close(swept)
		c.sweep.Do(func() { c.removeLeft(files, name+inMaking) })
	}()
	err = write(files, private, path, body)
	<-swept
	if err = errors.Join(err, files.RemoveDirectory(private)); err != nil {
		_ = files.Remove(path) // it may be there, or not
		return "", fmt.Errorf("upload to %s: %w", path, err)
	}
	return path, nil
}

func write(files *sftp.Client, private, path string, body io.Reader) (err error) {
	if err := files.Chmod(private, 0o700); err != nil {
		return err
	}
	inside := private + "/body"
	f, err := files.OpenFile(inside, os.O_WRONLY|os.O_CREATE|os.O_EXCL)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, files.Remove(inside))
		}
	}()
	if err := f.Chmod(0o600); err != nil {
		return errors.Join(err, f.Close())
	}
	if _, err := f.ReadFromWithConcurrency(body, packetsAhead); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := f.Close(); err != nil {
		return err
	}
	return files.Rename(inside, path) // the plain one never replaces a file
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
