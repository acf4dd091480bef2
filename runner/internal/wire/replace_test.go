package wire_test

import (
	"errors"
	"syscall"
	"testing"
	"time"

	"github.com/hrun-dev/hrun/runner/internal/wire"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// hung is a session that holds the lock while its script hangs, as one whose
// connection was lost.
func hung(t *testing.T, dir string, script sh.Script) (s *wire.Session, ended chan error) {
	t.Helper()
	s = open(t, wire.Options{State: dir, Owner: "the owner"})
	running := make(chan struct{}, 1)
	s.Progress = func(wire.Kind, int, string) {
		select {
		case running <- struct{}{}:
		default:
		}
	}
	ended = make(chan error, 1)
	go func() {
		_, err := run(s, script)
		ended <- err
	}()
	select {
	case <-running:
	case <-time.After(30 * time.Second):
		t.Fatal("the script does not run")
	}
	t.Cleanup(func() { _ = syscall.Kill(-s.Group(), syscall.SIGKILL) })
	return s, ended
}

// The lock of a shell that was lost is taken back by its own run at once, even
// if what runs there does not end by itself.
func TestLockIsTakenBackFromTheShellThatWasLost(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	lost, ended := hung(t, dir, "echo working; sleep 600")
	if err := take(open(t, wire.Options{State: dir, Owner: "the owner", Replaces: lost.Group()})); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-ended:
		var over *wire.EndedError
		if !errors.As(err, &over) || over.Stdout != "working\n" {
			t.Errorf("%v: %+v", err, over)
		}
	case <-time.After(30 * time.Second):
		t.Error("the lost shell goes on")
	}
}

// Who ignores SIGTERM is killed.
func TestLockIsTakenBackFromAShellThatDoesNotListen(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	lost, ended := hung(t, dir, "trap '' TERM; echo working; while :; do sleep 1; done")
	// The shell itself ends; its group is that of what is left.
	if err := take(open(t, wire.Options{State: dir, Owner: "the owner", Replaces: lost.Group()})); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err == nil {
		t.Error("the lost shell has come to its end")
	}
}

// A group that is not the owner's is not touched: its number may have passed
// on to somebody else.
func TestLockOfAnotherOwnerIsNotTakenBack(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	other := open(t, wire.Options{State: dir, Owner: "somebody else"})
	if err := take(other); err != nil {
		t.Fatal(err)
	}
	err := take(open(t, wire.Options{State: dir, Owner: "the owner", Replaces: other.Group()}))
	var locked *wire.LockedError
	if !errors.As(err, &locked) || locked.Holder != "somebody else" {
		t.Error(err)
	}
	if rs := probe(t, other, "echo alive"); rs[0].Stdout != "alive\n" {
		t.Errorf("%+v", rs)
	}
}

// Without the number of a group nothing is ended, whoever the owner is.
func TestLockIsNotTakenBackFromNobody(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	first := open(t, wire.Options{State: dir, Owner: "the owner"})
	if err := take(first); err != nil {
		t.Fatal(err)
	}
	var locked *wire.LockedError
	if err := take(open(t, wire.Options{State: dir, Owner: "the owner", Replaces: 1})); !errors.As(err, &locked) {
		t.Error(err)
	}
	if rs := probe(t, first, "echo alive"); rs[0].Stdout != "alive\n" {
		t.Errorf("%+v", rs)
	}
}
