package transporttest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sync"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/runner/transport"
)

// patience bounds everything that must come to an end.
const patience = 30 * time.Second

// result is what a shell did.
type result struct {
	stdout, stderr []byte
	err            error // from Wait
}

// dial connects to the subject's host, until the end of the test.
func dial(t *testing.T, s Subject) transport.Conn {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	c, err := s.Dialer.Dial(ctx, s.Host)
	if err != nil {
		t.Fatalf("dial: %v", err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// open opens a shell, until the end of the test.
func open(t *testing.T, c transport.Conn) *transport.Shell {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	shell, err := c.Shell(ctx)
	if err != nil {
		t.Fatalf("shell: %v", err)
	}
	t.Cleanup(func() { _ = shell.Close() })
	return shell
}

// run feeds a program to a new shell, and returns what came of it.
func run(t *testing.T, c transport.Conn, program string) result {
	t.Helper()
	return feed(t, open(t, c), program)
}

// feed writes the program and reads both outputs to their ends.
func feed(t *testing.T, shell *transport.Shell, program string) result {
	t.Helper()
	written := make(chan error, 1)
	go func() {
		_, err := io.WriteString(shell.Stdin, program)
		written <- errors.Join(err, shell.Stdin.Close())
	}()
	r := collect(t, shell)
	select {
	case <-written: // a shell that ended early need not have read it all
	case <-time.After(patience):
		t.Fatal("the program cannot be written to the end")
	}
	return r
}

// collect reads both outputs to their ends and waits for the shell.
func collect(t *testing.T, shell *transport.Shell) result {
	t.Helper()
	done := make(chan result, 1)
	go func() {
		var stdout, stderr bytes.Buffer
		var reading sync.WaitGroup
		reading.Go(func() { _, _ = io.Copy(&stdout, shell.Stdout) })
		reading.Go(func() { _, _ = io.Copy(&stderr, shell.Stderr) })
		reading.Wait()
		done <- result{stdout.Bytes(), stderr.Bytes(), shell.Wait()}
	}()
	select {
	case r := <-done:
		return r
	case <-time.After(patience):
		t.Fatal("the shell does not end")
		return result{}
	}
}

// expect compares a result that must have exited with status 0.
func (r result) expect(t *testing.T, stdout, stderr string) {
	t.Helper()
	if r.err != nil {
		t.Errorf("wait: %v", r.err)
	}
	if string(r.stdout) != stdout {
		t.Errorf("standard output is %s, want %s", abridged(r.stdout), abridged([]byte(stdout)))
	}
	if string(r.stderr) != stderr {
		t.Errorf("standard error is %s, want %s", abridged(r.stderr), abridged([]byte(stderr)))
	}
}
