package sshx_test

import (
	"io"
	"testing"
)

func TestShellThroughBastion(t *testing.T) {
	w := newWorld(t)
	node := newServer(t, w.authorize)
	bastion := newServer(t, func(s *server) {
		w.authorize(s)
		s.names = func(address string) string { return map[string]string{"node:22": node.address}[address] }
	})
	w.outside["bastion:22"] = bastion.address
	w.host("bastion")
	c, err := w.dialer.Dial(t.Context(), w.host("node", "bastion"))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	s, err := c.Shell(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_, _ = io.WriteString(s.Stdin, "echo hello\n")
	_ = s.Stdin.Close()
	got, _ := io.ReadAll(s.Stdout)
	if err := s.Wait(); err != nil || string(got) != "hello\n" {
		t.Fatalf("got %q, %v", got, err)
	}
}
