package transporttest

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"sync"
	"testing"

	"github.com/hrun-dev/hrun/runner/transport"
)

// runsTwoShells opens two, and has each answer in turn while the other stands.
func runsTwoShells(t *testing.T, s Subject) {
	c := dial(t, s)
	first, second := open(t, c), open(t, c)
	go func() { _, _ = io.Copy(io.Discard, first.Stderr) }()
	if _, err := io.WriteString(first.Stdin, "x=first; echo ready\n"); err != nil {
		t.Fatal(err)
	}
	out := bufio.NewReader(first.Stdout)
	if line, err := out.ReadString('\n'); line != "ready\n" {
		t.Fatalf("first shell: got %q, %v", line, err)
	}
	feed(t, second, "echo ${x-second}\n").expect(t, "second\n", "")
	if _, err := io.WriteString(first.Stdin, "echo $x\n"); err != nil {
		t.Fatal(err)
	}
	if line, err := out.ReadString('\n'); line != "first\n" {
		t.Fatalf("first shell: got %q, %v", line, err)
	}
}

// servesMany has many goroutines dial and open shells on connections of their
// own and on a shared one.
func servesMany(t *testing.T, s Subject) {
	shared := dial(t, s)
	var running sync.WaitGroup
	for i := range 6 {
		running.Go(func() {
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			own, err := s.Dialer.Dial(ctx, s.Host)
			if err != nil {
				t.Errorf("dial: %v", err)
				return
			}
			defer func() { _ = own.Close() }()
			speak(ctx, t, shared, i)
			speak(ctx, t, own, i)
		})
	}
	running.Wait()
}

// speak has a shell print a number. Unlike run it may be used by goroutines.
func speak(ctx context.Context, t *testing.T, c transport.Conn, i int) {
	shell, err := c.Shell(ctx)
	if err != nil {
		t.Errorf("shell: %v", err)
		return
	}
	go func() {
		_, _ = fmt.Fprintf(shell.Stdin, "echo %d; echo %d >&2\n", i, i)
		_ = shell.Stdin.Close()
	}()
	var stderr []byte
	var reading sync.WaitGroup
	reading.Go(func() { stderr, _ = io.ReadAll(shell.Stderr) })
	stdout, _ := io.ReadAll(shell.Stdout)
	reading.Wait()
	want := fmt.Sprintf("%d\n", i)
	if err := shell.Wait(); err != nil || string(stdout) != want || string(stderr) != want {
		t.Errorf("got %q, %q, %v, want %q twice", stdout, stderr, err, want)
	}
}
