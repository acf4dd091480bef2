package human

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"
)

func TestClean(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"plain text\n", "plain text\n"},
		{"größe 10 µs", "größe 10 µs"},
		{"a\tb", "a\tb"},
		{"\x1b[2J\x1b]0;title\a", `\x1b[2J\x1b]0;title\x07`},
		{"10%\r20%\r\n", `10%\x0d20%` + "\n"},
		{"\u009b2J", `\x9b2J`},
		{"\xff\xfe", `\xff\xfe`},
		{"\u202egnp.exe", `\u202egnp.exe`},
		{"\ufffd", "\ufffd"},
	} {
		if got := clean(c.in); got != c.want {
			t.Errorf("clean(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestCleanLeavesNothingThatMovesTheCursor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := string(rapid.SliceOf(rapid.Byte()).Draw(t, "in"))
		got := cleanLine(in)
		if i := strings.IndexFunc(got, unicode.IsControl); i >= 0 {
			t.Fatalf("%q has a control character at %d", got, i)
		}
		if clean(clean(in)) != clean(in) {
			t.Fatalf("cleaning %q twice differs", in)
		}
	})
}

func TestLines(t *testing.T) {
	if got := lines("a\n\nb\n\n"); strings.Join(got, "|") != "a||b" {
		t.Errorf("got %q", got)
	}
	if got := lines("\n"); len(got) != 0 {
		t.Errorf("got %q", got)
	}
}
