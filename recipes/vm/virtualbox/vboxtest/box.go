package vboxtest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// Box is a VBoxManage on the search path, which counts its calls.
type Box struct{ dir string }

// New makes an empty world, and a VBoxManage for it that is first on the
// search path until the test ends.
func New(t testing.TB) *Box {
	t.Helper()
	b := &Box{dir: t.TempDir()}
	bin := filepath.Join(b.dir, "bin")
	if err := os.Mkdir(bin, 0o755); err != nil {
		t.Fatal(err)
	}
	body := "#!/bin/sh\n" + worldIs + "=" + sh.Quote(filepath.Join(b.dir, "world")) + " " + callsAre + "=" + sh.Quote(filepath.Join(b.dir, "calls")) + "\nexport " + worldIs + " " + callsAre + "\n" + run(t)
	if err := os.WriteFile(filepath.Join(bin, "VBoxManage"), []byte(body), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(b.dir, "calls"), 0o755); err != nil {
		t.Fatal(err)
	}
	if setter, ok := t.(interface{ Setenv(key, value string) }); ok {
		setter.Setenv("PATH", bin+":"+os.Getenv("PATH"))
	}
	return b
}

// Command is the body of a script that is VBoxManage for the world in
// $ROOT/world, and writes nothing where it is only asked to look.
func Command(t testing.TB) string {
	t.Helper()
	return worldIs + "=$ROOT/world\nexport " + worldIs + "\n" + run(t)
}

// Seed makes the world of a root as [Command] finds it.
func Seed(t testing.TB, root string, w *World) {
	t.Helper()
	if err := w.save(filepath.Join(root, "world")); err != nil {
		t.Fatal(err)
	}
}

// World returns what there is now.
func (b *Box) World(t testing.TB) *World {
	t.Helper()
	w, err := load(filepath.Join(b.dir, "world"))
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// Change alters the world behind everyone's back.
func (b *Box) Change(t testing.TB, change func(*World)) {
	t.Helper()
	w := b.World(t)
	change(w)
	if err := w.save(filepath.Join(b.dir, "world")); err != nil {
		t.Fatal(err)
	}
}

// Calls returns the command lines since the last call of Forget.
func (b *Box) Calls(t testing.TB) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(b.dir, "calls", "lines"))
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")[:strings.Count(string(text), "\n")]
}

// Forget forgets calls and faults.
func (b *Box) Forget(t testing.TB) {
	t.Helper()
	for _, name := range []string{"lines", "fault"} {
		if err := os.Remove(filepath.Join(b.dir, "calls", name)); err != nil && !os.IsNotExist(err) {
			t.Fatal(err)
		}
	}
}

// Fault is what goes wrong, once.
type Fault struct {
	Call int // which call since [Box.Forget], from 1
	Kind FaultKind
	Own  int // process group of the test, which is spared
}

// FaultKind is how a call goes wrong.
type FaultKind string

// Kinds of faults. Killed before and after are those of the whole session
// that VBoxManage is called in, before it does anything and once all is done.
const (
	Fails        FaultKind = "fails"
	KilledBefore FaultKind = "killed before"
	KilledAfter  FaultKind = "killed after"
)

// Break has a call go wrong.
func (b *Box) Break(t testing.TB, call int, kind FaultKind) {
	t.Helper()
	text, err := json.Marshal(Fault{Call: call, Kind: kind, Own: syscall.Getpgrp()})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(b.dir, "calls", "fault"), text, 0o644); err != nil {
		t.Fatal(err)
	}
}
