package wire_test

import (
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/runner/internal/wire"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// The framing must give every script its own status and output, whatever the
// scripts before it did.
func TestHostileScripts(t *testing.T) { inEveryShell(t, hostileScripts) }

func hostileScripts(t *testing.T) {
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
		{"echo \"unbalanced", 2, "", ": "},
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
