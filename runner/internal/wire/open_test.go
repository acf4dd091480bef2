package wire_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner/internal/wire"
	"github.com/hrun-dev/hrun/runner/transport/local"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// inEveryShell runs a test once for each shell that a host may have as sh.
func inEveryShell(t *testing.T, test func(*testing.T)) {
	for _, shell := range []string{"dash", "bash", "busybox"} {
		t.Run(shell, func(t *testing.T) {
			path, err := exec.LookPath(shell)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			if err := os.Symlink(path, filepath.Join(dir, "sh")); err != nil {
				t.Fatal(err)
			}
			t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
			test(t)
		})
	}
}

// open opens a session with the sh that comes first in PATH.
func open(t *testing.T, o wire.Options) *wire.Session {
	t.Helper()
	conn, err := local.Dialer{}.Dial(t.Context(), inventory.Host{Name: "here"})
	if err != nil {
		t.Fatal(err)
	}
	shell, err := conn.Shell(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if o.State == "" {
		o.State = t.TempDir()
	}
	s := wire.New(shell, o)
	t.Cleanup(func() { _ = s.Close(); _ = conn.Close() })
	return s
}

// do sends a batch and returns its results.
func do(t *testing.T, s *wire.Session, b *wire.Batch) []wire.Result {
	t.Helper()
	var rs []wire.Result
	if err := s.Do(b, func(r wire.Result) { rs = append(rs, r) }); err != nil {
		t.Fatal(err)
	}
	return rs
}

func probe(t *testing.T, s *wire.Session, scripts ...sh.Script) []wire.Result {
	t.Helper()
	var b wire.Batch
	for i, p := range scripts {
		b.Define(i, p)
		b.Probe(i)
	}
	return do(t, s, &b)
}

// run runs one script that is not a probe.
func run(s *wire.Session, script sh.Script) (r wire.Result, err error) {
	var b wire.Batch
	b.Run(0, script)
	err = s.Do(&b, func(got wire.Result) { r = got })
	return r, err
}
