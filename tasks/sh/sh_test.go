package sh_test

import (
	"bytes"
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/tasks/sh"
)

var shells = [][]string{{"dash", "-c"}, {"busybox", "sh", "-c"}}

// run runs a script under every shell and returns what it printed, which must
// be the same.
func run(t testing.TB, s sh.Script) (out []byte, status int) {
	t.Helper()
	for i, shell := range shells {
		cmd := exec.CommandContext(t.Context(), shell[0], append(shell[1:], string(s))...)
		got, err := cmd.Output()
		if _, exited := err.(*exec.ExitError); err != nil && !exited {
			t.Fatal(err)
		}
		if i > 0 && (!bytes.Equal(got, out) || cmd.ProcessState.ExitCode() != status) {
			t.Fatalf("%q: shells differ: %q and %q", s, out, got)
		}
		out, status = got, cmd.ProcessState.ExitCode()
	}
	return out, status
}

// FuzzQuote: every word that holds no NUL comes through a shell unchanged.
func FuzzQuote(f *testing.F) {
	for _, s := range []string{"", "a", "-n", "it's", `a\b`, "$x `y` $(z)", "a\nb\n", "~", "*", "#", "=", "!", "\x81\xff", "é", "a b", "{a,b}", "%s"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if strings.ContainsRune(s, 0) {
			return
		}
		if out, _ := run(t, sh.Cmd("printf", "%s|", s)); string(out) != s+"|" {
			t.Fatalf("%q became %q", s, out)
		}
	})
}

// FuzzFeed: every byte comes through Feed unchanged, NUL too.
func FuzzFeed(f *testing.F) {
	for _, s := range []string{"", "a", "no newline", "it's\n", "\x00\xff\n\n", "EOF\n", "%d\\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if out, _ := run(t, sh.Feed(data, "cat")); !bytes.Equal(out, data) {
			t.Fatalf("%q became %q", data, out)
		}
	})
}

func TestLinesStopAtTheFirstFailure(t *testing.T) {
	out, status := run(t, sh.Lines("echo one", "", "(exit 3)", "echo two"))
	if string(out) != "one\n" || status != 3 {
		t.Errorf("%q, status %d", out, status)
	}
}

func TestFeedHasTheStatusOfItsScript(t *testing.T) {
	if _, status := run(t, sh.Feed([]byte("x"), "cat >/dev/null; exit 4")); status != 4 {
		t.Errorf("status %d", status)
	}
}

func TestAcceptCountsOnlyTheNamedStatuses(t *testing.T) {
	for status, want := range map[int]int{0: 0, 1: 0, 2: 2, 127: 127} {
		script := sh.Accept(sh.Script(fmt.Sprintf("(exit %d)", status)), 0, 1)
		if _, got := run(t, script); got != want {
			t.Errorf("status %d became %d, want %d", status, got, want)
		}
		if out, _ := run(t, sh.Lines(script, "echo after")); (string(out) == "after\n") != (want == 0) {
			t.Errorf("status %d: then %q", status, out)
		}
	}
}

func TestAcceptForgivesNothingThatCameBefore(t *testing.T) {
	out, status := run(t, sh.Lines("false", sh.Accept("echo looked", 0, 1), "echo after"))
	if string(out) != "" || status != 1 {
		t.Errorf("%q, status %d", out, status)
	}
}

func ExampleCmd() {
	fmt.Println(sh.Cmd("chown", "root:root", "/srv/it's here"))
	// Output: chown root:root '/srv/it'\''s here'
}

func ExampleFeed() {
	fmt.Println(sh.Feed([]byte("nameserver 192.0.2.1\n"), "cat >/etc/resolv.conf"))
	// Output:
	// printf %s 'nameserver 192.0.2.1
	// ' | { cat >/etc/resolv.conf
	// }
}
