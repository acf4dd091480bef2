package transporttest

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"
)

func readsProgram(t *testing.T, s Subject) {
	run(t, dial(t, s), "x=1\nif [ $x = 1 ]; then echo \"it's $x\"; fi\necho bad >&2\n").expect(t, "it's 1\n", "bad\n")
}

func passesExactBytes(t *testing.T, s Subject) {
	r := run(t, dial(t, s), `printf 'a\000b\r\n\377\001~.'; printf '\000\n\r\033[31m' >&2`)
	r.expect(t, "a\x00b\r\n\xff\x01~.", "\x00\n\r\x1b[31m")
}

// much is more than any window or pipe on the way holds, in bytes.
const much = 4 << 20

func carriesMuch(t *testing.T, s Subject) {
	program := fmt.Sprintf("head -c %d /dev/zero & head -c %d /dev/zero | tr '\\000' e >&2; wait\n", much, much)
	r := run(t, dial(t, s), program)
	if r.err != nil {
		t.Errorf("wait: %v", r.err)
	}
	if n := bytes.Count(r.stdout, []byte{0}); n != much || len(r.stdout) != much {
		t.Errorf("standard output has %d bytes, %d of them zero, want %d", len(r.stdout), n, much)
	}
	if n := bytes.Count(r.stderr, []byte("e")); n != much || len(r.stderr) != much {
		t.Errorf("standard error has %d bytes, %d of them right, want %d", len(r.stderr), n, much)
	}
}

func carriesLongProgram(t *testing.T, s Subject) {
	line := ": " + strings.Repeat("x", 1000) + "\n"
	program := strings.Repeat(line, much/len(line)) + "echo end\n"
	run(t, dial(t, s), program).expect(t, "end\n", "")
}

func endsWithInput(t *testing.T, s Subject) {
	run(t, dial(t, s), "").expect(t, "", "")
}

// answersEarly has a conversation, as the runner does: the shell carries out
// each line when it comes.
func answersEarly(t *testing.T, s Subject) {
	shell := open(t, dial(t, s))
	go func() { _, _ = io.Copy(io.Discard, shell.Stderr) }()
	lines := make(chan string)
	go func() {
		defer close(lines)
		for scanner := bufio.NewScanner(shell.Stdout); scanner.Scan(); {
			lines <- scanner.Text()
		}
	}()
	for i := range 3 {
		want := fmt.Sprintf("answer %d", i)
		if _, err := fmt.Fprintf(shell.Stdin, "echo %s\n", want); err != nil {
			t.Fatalf("write: %v", err)
		}
		select {
		case got := <-lines:
			if got != want {
				t.Fatalf("got %q, want %q", got, want)
			}
		case <-time.After(patience):
			t.Fatalf("no %q before the end of the input", want)
		}
	}
	if err := shell.Stdin.Close(); err != nil {
		t.Errorf("close the input: %v", err)
	}
	for range lines {
		t.Error("more lines than asked for")
	}
	if err := shell.Wait(); err != nil {
		t.Errorf("wait: %v", err)
	}
}
