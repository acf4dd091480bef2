package sshx

import (
	"os/exec"
	"strings"
	"testing"
)

// TestQuote has a shell take words apart again.
func TestQuote(t *testing.T) {
	words := []string{"printf", "[%s]", "plain", "", "a b", "$HOME", "`id`", "a;b&c|d", "*", "~", "#", "\"", "é", "{a,b}", "ops@EXAMPLE+x"}
	out, err := exec.Command("sh", "-c", quote(words)).Output()
	if err != nil {
		t.Fatal(err)
	}
	if want := "[" + strings.Join(words[2:], "][") + "]"; string(out) != want {
		t.Errorf("got %q, want %q", out, want)
	}
	if got := quote([]string{"sudo", "-n", "LC_ALL=C", "a b"}); got != "sudo -n LC_ALL=C 'a b'" {
		t.Errorf("got %q: what needs no quotes must have none", got)
	}
}
