package sshx_test

import (
	"errors"
	"testing"

	"golang.org/x/crypto/ssh"
)

// refuse is the answer to every password.
func refuse(ssh.ConnMetadata, []byte) (*ssh.Permissions, error) { return nil, errors.New("refused") }

// TestBusyServer hangs up on the first callers, as sshd does beyond
// MaxStartups: directly, and behind a bastion.
func TestComplaint7BusyServerIsTriedAgain(t *testing.T) {
	w := newWorld(t)
	node := newServer(t, func(s *server) {
		w.authorize(s)
		s.drop = 3
	})
	bastion := newServer(t, func(s *server) {
		w.authorize(s)
		s.names = func(string) string { return node.address }
		s.drop = 2
	})
	w.outside["bastion:22"] = bastion.address
	w.host("bastion")
	w.reaches(t, w.host("node", "bastion"))
	if n := bastion.connections(); n != 3 {
		t.Errorf("the bastion was dialled %d times, want 3", n)
	}
	if n := node.connections(); n != 4 {
		t.Errorf("the host was dialled %d times, want 4", n)
	}
}

// TestRefusedLoginIsNotTriedAgain: that could lock an account.
func TestRefusedLoginIsNotTriedAgain(t *testing.T) {
	w := newWorld(t)
	s := newServer(t, func(s *server) { s.config.PublicKeyCallback = nil; s.config.PasswordCallback = refuse })
	w.outside["node:22"] = s.address
	w.fails(t, w.host("node"))
	if n := s.connections(); n != 1 {
		t.Errorf("dialled %d times, want once", n)
	}
}

// TestHandshakesAtOnce counts how many are under way with one sshd.
func TestComplaint7HandshakesAtOnceAreFew(t *testing.T) {
	w := newWorld(t)
	s := newServer(t, w.authorize)
	w.outside["node:22"] = s.address
	hosts := w.crowd(30, "")
	for i := range hosts {
		hosts[i].Connection.Via = nil
		hosts[i].Connection.Address = "node"
	}
	_, errs := w.dialAll(t, hosts)
	for _, err := range errs {
		if err != nil {
			t.Error(err)
		}
	}
	if n := s.busiest(); n > 8 || n < 2 {
		t.Errorf("%d handshakes at once, want at most 8 and more than one", n)
	}
}

// TestShellDoesNotWait: the request to start it wants no answer.
func TestShellDoesNotWait(t *testing.T) {
	w := newWorld(t)
	s := newServer(t, w.authorize)
	w.outside["node:22"] = s.address
	w.reaches(t, w.host("node"))
	if s.answered != 0 || len(s.commands) != 1 || s.commands[0] != "sh" {
		t.Errorf("%d of the commands %q wanted an answer", s.answered, s.commands)
	}
}
