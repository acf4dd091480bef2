package transporttest

import (
	"io"
	"testing"
)

// waitsEarly has nobody read the outputs before the shell has ended.
func waitsEarly(t *testing.T, s Subject) {
	shell := open(t, dial(t, s))
	if _, err := io.WriteString(shell.Stdin, "echo out; echo err >&2; exit 3\n"); err != nil {
		t.Fatalf("write: %v", err)
	}
	waited := make(chan error)
	go func() { waited <- shell.Wait() }()
	if end := <-waited; end == nil {
		t.Error("wait says nil before the outputs are read, want an error")
	}
	r := collect(t, shell)
	if string(r.stdout) != "out\n" || string(r.stderr) != "err\n" {
		t.Errorf("after wait the outputs are %q and %q", r.stdout, r.stderr)
	}
	if again := shell.Wait(); r.err == nil || again == nil || r.err.Error() != again.Error() {
		t.Errorf("wait says %v and then %v", r.err, again)
	}
}
