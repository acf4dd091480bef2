package inventory

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"
)

var errStopped = errors.New("interrupted by SIGTERM")

// running returns what comes of a command while the context ends.
func running(ctx context.Context, script string) error {
	k := newKeeper(Sources{Context: ctx})
	_, err := k.fromCommand([]string{"sh", "-c", script}, "/")
	return err
}

func TestACommandEndsWithTheRun(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	time.AfterFunc(50*time.Millisecond, func() { cancel(errStopped) })
	if err := running(ctx, "exec sleep 50"); !errors.Is(err, errStopped) || strings.Contains(err.Error(), "killed") {
		t.Errorf("got %v", err)
	}
}

// A terminal interrupts the command as well, and possibly first.
func TestAnInterruptedCommandIsAnInterruptedRun(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	time.AfterFunc(200*time.Millisecond, func() { cancel(errStopped) })
	if err := running(ctx, "kill -INT $$"); !errors.Is(err, errStopped) {
		t.Errorf("got %v", err)
	}
	if err := running(t.Context(), "kill -INT $$"); err == nil || !strings.Contains(err.Error(), "sh: signal: interrupt") {
		t.Errorf("interrupted alone: %v", err)
	}
}

func TestACommandWithoutEndIsCutOff(t *testing.T) {
	for _, script := range []string{"while :; do echo 0123456789abcdef; done", "yes >&2"} {
		if err := running(t.Context(), script); err == nil || !strings.Contains(err.Error(), "sh printed more than 1048576 bytes") {
			t.Errorf("%s: %v", script, err)
		}
	}
}

// A password that begins with a star is not shown by the complaint about it.
func TestSealedAlias(t *testing.T) {
	_, err := parseYAML([]byte("password: *hunter2"), place{file: "f", sealed: true})
	if err == nil || strings.Contains(err.Error(), "hunter2") || !strings.Contains(err.Error(), "needs quotes") {
		t.Errorf("got %v", err)
	}
}
