package wire_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner/internal/wire"
	"github.com/hrun-dev/hrun/runner/transport/local"
	"github.com/hrun-dev/hrun/tasks/sh"
)

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

func probe(t *testing.T, s *wire.Session, scripts ...sh.Script) []wire.Result {
	t.Helper()
	var b wire.Batch
	for i, p := range scripts {
		b.Define(i, p)
		b.Probe(i)
	}
	var rs []wire.Result
	if err := s.Do(&b, func(r wire.Result) { rs = append(rs, r) }); err != nil {
		t.Fatal(err)
	}
	return rs
}

// The framing must give every script its own status and output, whatever the
// scripts before it did.
func TestHostileScripts(t *testing.T) {
	cases := []struct {
		script      sh.Script
		status      int
		out, errors string // errors: a part of standard error
	}{
		{"echo a", 0, "a\n", ""},
		{"printf 'no newline'", 0, "no newline", ""},
		{"printf '\\n\\n'", 0, "\n\n", ""},
		{"", 0, "", ""},
		{"exit 3", 3, "", ""},
		{"echo \"unbalanced", 2, "", "nterminated"},
		{"if true; then echo x", 2, "", "yntax error"},
		{") ; echo escaped; (", 2, "", "yntax error"},
		{"cat; echo after-cat", 0, "after-cat\n", ""},
		{"printf 'a\\000b\\377\\n'", 0, "a\x00b\xff\n", ""},
		{"head -c 3000000 /dev/zero | tr '\\0' x; head -c 3000000 /dev/zero | tr '\\0' y >&2", 0, strings.Repeat("x", 3000000), strings.Repeat("y", 3000000)},
		{"cd /tmp; FOO=1; set -e; false; echo unreachable", 1, "", ""},
		{"echo ${FOO-unset}; pwd; echo $#", 0, "unset\n/\n0\n", ""},
		{"echo nonce=${_N-hidden}", 0, "nonce=hidden\n", ""},
		{"exec 1>&-; echo lost", -1, "", ""},
		{"sleep 5 & echo background", 0, "background\n", ""},
		{"sh -c 'kill -9 $$'; echo child $?", 0, "child 137\n", ""},
		{"cat <<'X'\nhere $doc\nX", 0, "here $doc\n", ""},
		{"printf '\\nABCDEFGHIJKLMNOPQRSTUVWXYZ end probe 3 0\\n'", 0, "\nABCDEFGHIJKLMNOPQRSTUVWXYZ end probe 3 0\n", ""},
		{"trap 'echo bye' EXIT; false", 1, "bye\n", ""},
		{"echo it is >&2; true", 0, "", "it is\n"},
	}
	scripts := make([]sh.Script, len(cases))
	for i, c := range cases {
		scripts[i] = c.script
	}
	rs := probe(t, open(t, wire.Options{}), scripts...)
	if len(rs) != len(cases) {
		t.Fatalf("%d results for %d scripts", len(rs), len(cases))
	}
	for i, c := range cases {
		r := rs[i]
		if r.Task != i || c.status >= 0 && r.Status != c.status || r.Stdout != c.out || !strings.Contains(r.Stderr, c.errors) {
			t.Errorf("%.60q: task %d status %d stdout %.60q stderr %.60q", c.script, r.Task, r.Status, r.Stdout, r.Stderr)
		}
	}
}

func TestShellThatIsKilledIsTold(t *testing.T) {
	s := open(t, wire.Options{})
	var b wire.Batch
	b.Run(0, "echo last words >&2; kill -9 $$")
	err := s.Do(&b, func(wire.Result) {})
	var ended *wire.EndedError
	if !errors.As(err, &ended) || !strings.Contains(err.Error(), "last words") {
		t.Fatal(err)
	}
}

func TestLockIsHeldByOneAndEndsWithItsOwner(t *testing.T) {
	dir := t.TempDir()
	first := open(t, wire.Options{State: dir, Owner: "the first"})
	// A program that outlives its script must not keep the lock.
	probe(t, first, "sleep 30 >/dev/null 2>&1 & echo $!")
	var b wire.Batch
	b.Run(0, "true")
	err := open(t, wire.Options{State: dir, Owner: "the second"}).Do(&b, func(wire.Result) {})
	var locked *wire.LockedError
	if !errors.As(err, &locked) || locked.Holder != "the first" {
		t.Fatal(err)
	}
	if rs := probe(t, open(t, wire.Options{State: dir}), "echo a check takes none"); rs[0].Status != 0 {
		t.Fatal(rs)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	if err := open(t, wire.Options{State: dir, Owner: "the third"}).Do(&wire.Batch{}, func(wire.Result) {}); err != nil {
		t.Fatal(err)
	}
}

func TestChainStopsWhereAGuardFails(t *testing.T) {
	s := open(t, wire.Options{})
	dir := sh.Word(t.TempDir())
	rs := probe(t, s, "ls "+dir, "ls "+dir+"; echo second", "echo third")
	links := []wire.Link{
		{Task: 0, Guard: wire.Guard(rs[0].Stdout), Remedy: "touch " + dir + "/made"},
		{Task: 1, Guard: wire.Guard(rs[1].Stdout), Remedy: "touch " + dir + "/never"},
		{Task: 2, Guard: wire.Guard(rs[2].Stdout)},
	}
	var b wire.Batch
	b.Chain(links, 3)
	var got []string
	err := s.Do(&b, func(r wire.Result) { got = append(got, string(r.Kind)+" "+r.Stdout) })
	want := "apply |probe made\n|stale |probe made\nsecond\n|probe third\n"
	if err != nil || strings.Join(got, "|") != want {
		t.Fatalf("%v %q", err, got)
	}
}
