package transporttest

import (
	"testing"
	"time"

	"github.com/hrun-dev/hrun/runner/transport"
)

func closesShell(t *testing.T, s Subject) {
	c := dial(t, s)
	shell := open(t, c)
	time.AfterFunc(100*time.Millisecond, func() { _ = shell.Close() })
	ends(t, shell)
	run(t, c, "echo next\n").expect(t, "next\n", "")
}

func closesShells(t *testing.T, s Subject) {
	c := dial(t, s)
	first, second := open(t, c), open(t, c)
	time.AfterFunc(100*time.Millisecond, func() { _ = c.Close() })
	ends(t, first)
	ends(t, second)
}

// ends waits for a shell that was given nothing to do, and that nobody ended
// its input of.
func ends(t *testing.T, shell *transport.Shell) {
	t.Helper()
	if r := collect(t, shell); r.err == nil {
		t.Error("wait says nil, want an error: the shell did not end of itself")
	}
}

func refusesWhenClosed(t *testing.T, s Subject) {
	c := dial(t, s)
	if err := c.Close(); err != nil {
		t.Fatalf("close: %v", err)
	}
	if shell, err := c.Shell(t.Context()); err == nil {
		_ = shell.Close()
		t.Error("a closed connection opens a shell")
	}
	if file, err := c.Upload(t.Context(), nil); err == nil {
		t.Errorf("a closed connection uploads to %s", file)
	}
}

func closesTwice(t *testing.T, s Subject) {
	c := dial(t, s)
	for range 2 {
		if err := c.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}
}
