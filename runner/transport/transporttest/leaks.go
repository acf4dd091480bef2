package transporttest

import (
	"context"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"
)

// leavesNothing does everything that takes a goroutine, and counts them.
func leavesNothing(t *testing.T, s Subject) {
	once := func() {
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		defer cancel()
		c, err := s.Dialer.Dial(ctx, s.Host)
		if err != nil {
			t.Fatalf("dial: %v", err)
		}
		run(t, c, "echo done\n").expect(t, "done\n", "")
		abandoned, err := c.Shell(ctx)
		if err != nil {
			t.Fatalf("shell: %v", err)
		}
		_ = abandoned.Close()
		file, err := c.Upload(ctx, strings.NewReader("body"))
		if err != nil {
			t.Fatalf("upload: %v", err)
		}
		_ = s.RemoveFile(file)
		last, err := c.Shell(ctx)
		if err != nil {
			t.Fatalf("shell: %v", err)
		}
		_, _ = io.WriteString(last.Stdin, "sleep 3\n")
		_ = c.Close()
		if s.Unreachable != nil {
			_, _ = s.Dialer.Dial(ctx, *s.Unreachable)
		}
	}
	once() // what stays for good, such as a server's pool, stays now
	before := settle(0, 500*time.Millisecond)
	for range 3 {
		once()
	}
	if after := settle(before, 5*time.Second); after > before {
		stacks := make([]byte, 1<<20)
		stacks = stacks[:runtime.Stack(stacks, true)]
		t.Errorf("%d goroutines before, %d after:\n%s", before, after, stacks)
	}
}

// settle waits until there are at most as many goroutines as wanted, or the
// number has not changed for so long, and returns the number.
func settle(wanted int, quiet time.Duration) int {
	n, since := runtime.NumGoroutine(), time.Now()
	for n > wanted && time.Since(since) < quiet {
		time.Sleep(20 * time.Millisecond)
		if now := runtime.NumGoroutine(); now != n {
			n, since = now, time.Now()
		}
	}
	return n
}
