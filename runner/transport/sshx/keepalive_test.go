package sshx_test

import (
	"errors"
	"io"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/runner/transport"
)

// TestDeadConnectionIsGivenUp has a host that is there, and no longer answers.
func TestDeadConnectionIsGivenUp(t *testing.T) {
	w := newWorld(t)
	w.dialer.KeepAlive = 20 * time.Millisecond
	w.outside["node:22"] = newServer(t, func(s *server) {
		w.authorize(s)
		s.deaf = true
	}).address
	c, err := w.dial(t, w.host("node"))
	if err != nil {
		t.Fatal(err)
	}
	s, err := c.Shell(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() {
		_, _ = io.Copy(io.Discard, s.Stdout)
		ended <- s.Wait()
	}()
	select {
	case err := <-ended:
		var exit *transport.ExitError
		if err == nil || errors.As(err, &exit) {
			t.Errorf("wait says %v, want that the connection broke", err)
		}
	case <-time.After(20 * time.Second):
		t.Fatal("the connection is still waited for")
	}
}

// TestQuietConnectionIsKept has a host that has nothing to say but answers.
func TestQuietConnectionIsKept(t *testing.T) {
	w := newWorld(t)
	w.dialer.KeepAlive = 5 * time.Millisecond
	s := newServer(t, w.authorize)
	w.outside["node:22"] = s.address
	c, err := w.dial(t, w.host("node"))
	if err != nil {
		t.Fatal(err)
	}
	for s.heard() < 10 {
		time.Sleep(time.Millisecond)
	}
	if _, err := c.Shell(t.Context()); err != nil {
		t.Errorf("the connection was given up: %v", err)
	}
}
