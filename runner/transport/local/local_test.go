package local_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner/transport/local"
)

func TestShellRunsWhatItReads(t *testing.T) {
	c, err := local.Dialer{}.Dial(t.Context(), inventory.Host{Name: "here"})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	s, err := c.Shell(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	go func() {
		_, _ = io.Copy(s.Stdin, strings.NewReader("echo out; echo err >&2; exit 0\n"))
		_ = s.Stdin.Close()
	}()
	var stderr bytes.Buffer
	done := make(chan struct{})
	go func() { _, _ = io.Copy(&stderr, s.Stderr); close(done) }()
	stdout, _ := io.ReadAll(s.Stdout)
	<-done
	if err := s.Wait(); err != nil || string(stdout) != "out\n" || stderr.String() != "err\n" {
		t.Fatalf("got %q, %q, %v", stdout, stderr.String(), err)
	}
}
