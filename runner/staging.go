package runner

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/hrun-dev/hrun/runner/internal/wire"
	"github.com/hrun-dev/hrun/runner/transport"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// stageAbove is the length in bytes from which on a remedy is uploaded.
const stageAbove = 1 << 20

// storeError is an upload that the host, or the link, did not take.
type storeError struct {
	what string
	err  error
}

func (e *storeError) Error() string { return fmt.Sprintf("upload of %s: %v", e.what, e.err) }
func (e *storeError) Unwrap() error { return e.err }

// unstored is how a task fails whose upload did, unless it is the connection
// that has.
func (h *host) unstored(task int, d decision, err error) error {
	if lost := h.send(&wire.Batch{}, func(wire.Result) {}); lost != nil {
		return lost
	}
	return &failure{task: task, decision: d, err: err}
}

// bring brings what a link needs to files on the host: the upload of its task,
// and a remedy that is so long that the shell need not hold it as one word.
func (h *host) bring(ctx context.Context, l *wire.Link, d decision) error {
	if u := d.change.Upload(); u != nil {
		h.progress(l.Task, "")
		src, err := openSource(*u, func(sent, total int64) { h.progress(l.Task, "uploaded "+portion(sent, total)) })
		if err != nil {
			return fmt.Errorf("upload: %w", err)
		}
		defer func() { _ = src.file.Close() }()
		if l.Upload, err = h.store(ctx, src); err != nil {
			return &storeError{u.Path, err}
		}
	}
	if len(l.Remedy) < stageAbove {
		return nil
	}
	path, err := h.store(ctx, strings.NewReader(string(wire.Staged(l.Remedy))))
	if err != nil {
		return &storeError{"the remedy", err}
	}
	l.Remedy, l.Staged = "", path
	return nil
}

// store writes body to a new file on the host that the user of the shell, and
// but for root nobody else, can read.
func (h *host) store(ctx context.Context, body io.Reader) (path string, err error) {
	become := h.Connection.Become
	pour := h.noSFTP || become.Enabled && become.User != "" && become.User != "root"
	if !pour {
		path, err = h.conn.Upload(ctx, body)
		pour = errors.Is(err, transport.ErrNoSFTP)
		h.noSFTP = pour
	}
	if pour {
		path, err = h.pour(ctx, body)
	}
	if err == nil {
		h.staged = append(h.staged, path)
	}
	return path, err
}

// pour is an upload to a host without SFTP, or as another user, to whom a file
// of the login user cannot safely be given: a second shell makes a file in the state
// directory, and takes the body as its input. A shell may read ahead, so that
// the body must not follow before the shell has handed its input over. What a
// run has left there that was killed is removed before the first of them.
func (h *host) pour(ctx context.Context, body io.Reader) (path string, err error) {
	shell, err := h.conn.Shell(ctx)
	if err != nil {
		return "", err
	}
	stop := context.AfterFunc(ctx, func() { _ = shell.Close() })
	defer func() {
		stop()
		_ = shell.Close()
		if err != nil && path != "" {
			h.remove(path)
		}
	}()
	var said bytes.Buffer
	heard := make(chan struct{})
	go func() {
		defer close(heard)
		_, _ = io.Copy(&said, shell.Stderr)
	}()
	out := bufio.NewReader(shell.Stdout)
	sweep := sh.Script("")
	if !h.poured {
		h.poured, sweep = true, `rm -f "$hrun_state"/upload-*`
	}
	_, err = fmt.Fprintf(shell.Stdin, `%s
umask 077
set -C
%s
hrun_upload=$hrun_state/upload-%s
mkdir -p "$hrun_state" && exec 3>"$hrun_upload" && echo "$hrun_upload" && exec cat >&3 3>&-
exit 1
`, wire.StateDirectory(h.Connection.State), sweep, rand.Text())
	if err == nil {
		path, err = out.ReadString('\n')
		path = strings.TrimSuffix(path, "\n")
	}
	if err == nil {
		_, err = io.Copy(shell.Stdin, body)
	}
	_ = shell.Stdin.Close()
	_, _ = io.Copy(io.Discard, out)
	<-heard
	if end := shell.Wait(); end != nil {
		err = end // why the pipe broke
	}
	if line := lastLine(said.String()); err != nil && line != "" {
		err = fmt.Errorf("%w: %s", err, line)
	}
	return path, cmp.Or(context.Cause(ctx), err)
}

// unstage removes what was brought to the host and never came to be used.
func (h *host) unstage() {
	if len(h.staged) > 0 {
		h.remove(h.staged...)
		h.staged = nil
	}
}

// remove removes files, as far as the connection still allows.
func (h *host) remove(paths ...string) {
	ctx, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	shell, err := h.conn.Shell(ctx)
	if err != nil {
		return
	}
	stop := time.AfterFunc(grace, func() { _ = shell.Close() })
	defer stop.Stop()
	s := wire.New(shell, wire.Options{State: h.Connection.State})
	defer func() { _ = s.Close() }()
	var b wire.Batch
	b.Run(0, sh.Cmd("rm", append([]string{"-f"}, paths...)...))
	_ = s.Do(&b, func(wire.Result) {})
}
