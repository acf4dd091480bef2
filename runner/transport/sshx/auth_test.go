package sshx_test

import (
	"errors"
	"fmt"
	"os/user"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
)

// passwordServer lets in whoever says "right", by one method.
func passwordServer(t *testing.T, method string) *server {
	return newServer(t, func(s *server) {
		s.config.PublicKeyCallback = nil
		check := func(password string) (*ssh.Permissions, error) {
			if password != "right" {
				return nil, errors.New("wrong")
			}
			return nil, nil
		}
		if method == "password" {
			s.config.PasswordCallback = func(_ ssh.ConnMetadata, password []byte) (*ssh.Permissions, error) {
				return check(string(password))
			}
			return
		}
		s.config.KeyboardInteractiveCallback = func(_ ssh.ConnMetadata, ask ssh.KeyboardInteractiveChallenge) (*ssh.Permissions, error) {
			answers, err := ask("", "", []string{"Password: "}, []bool{false})
			if err != nil || len(answers) != 1 {
				return nil, fmt.Errorf("no answer: %w", err)
			}
			return check(answers[0])
		}
	})
}

func TestPassword(t *testing.T) {
	for _, method := range []string{"password", "keyboard-interactive"} {
		t.Run(method, func(t *testing.T) {
			w := newWorld(t)
			w.outside["node:22"] = passwordServer(t, method).address
			h := w.host("node")
			h.Connection.KeyFiles = nil
			h.Connection.Password = "right"
			w.reaches(t, h)
		})
	}
}

func TestWrongPassword(t *testing.T) {
	w := newWorld(t)
	w.outside["node:22"] = passwordServer(t, "password").address
	h := w.host("node")
	h.Connection.KeyFiles = nil
	h.Connection.Password = "wrong-password"
	err := w.fails(t, h)
	if !strings.Contains(err.Error(), "unable to authenticate") || !strings.Contains(err.Hint, "user tester: a password") {
		t.Errorf("got %v (hint: %s)", err, err.Hint)
	}
	if strings.Contains(err.Error()+err.Hint, "wrong-password") {
		t.Errorf("the password shows: %v (hint: %s)", err, err.Hint)
	}
}

// TestCertificate logs in to a real sshd that knows an authority and no key.
func TestCertificate(t *testing.T) {
	w := newWorld(t)
	authority, public := newKeyFile(t)
	hostKey, _ := newKeyFile(t)
	d := newSSHD(t, hostKey, "AuthorizedKeysFile none", "TrustedUserCAKeys "+authorizedKeys(t, public))
	w.admit(t, "node:22", d)
	h := w.host("node")
	h.Connection.User = d.user
	if err := w.fails(t, h); !strings.Contains(err.Hint, w.keyFile) {
		t.Errorf("without a certificate: %v (hint: %s)", err, err.Hint)
	}
	keygen(t, "-s", authority, "-I", "tester", "-n", d.user, w.keyFile+".pub")
	w.reaches(t, h)
}

// TestCertificateOfAgentKey has the certificate in a file, the key in the agent.
func TestCertificateOfAgentKey(t *testing.T) {
	w := newWorld(t)
	authority, public := newKeyFile(t)
	keygen(t, "-s", authority, "-I", "tester", "-n", "tester", w.keyFile+".pub")
	w.outside["node:22"] = newServer(t, func(s *server) {
		checker := &ssh.CertChecker{IsUserAuthority: func(key ssh.PublicKey) bool { return same(key, public) }}
		s.config.PublicKeyCallback = checker.Authenticate
	}).address
	w.dialer.AgentSocket = newAgent(t, w.keyFile)
	remove(t, w.keyFile)
	w.reaches(t, w.host("node"))
}

func TestAgent(t *testing.T) {
	w := newWorld(t)
	w.outside["node:22"] = newServer(t, w.authorize).address
	h := w.host("node")
	h.Connection.KeyFiles = nil
	if err := w.fails(t, h); !strings.Contains(err.Hint, "no key and no password") {
		t.Errorf("without an agent: %v (hint: %s)", err, err.Hint)
	}
	t.Setenv("SSH_AUTH_SOCK", newAgent(t, w.keyFile))
	w.reaches(t, h)
}

func TestLockedKey(t *testing.T) {
	w := newWorld(t)
	unlocked := w.keyFile
	w.outside["node:22"] = newServer(t, w.authorize).address
	w.keyFile = copyKey(t, unlocked)
	keygen(t, "-p", "-N", "passphrase", "-f", w.keyFile)
	h := w.host("node")
	err := w.fails(t, h)
	if !strings.Contains(err.Error(), "protected by a passphrase") || err.Hint != "load it into the agent: ssh-add "+w.keyFile {
		t.Errorf("got %v (hint: %s)", err, err.Hint)
	}
	w.dialer.AgentSocket = newAgent(t, unlocked)
	w.reaches(t, h)
}

func TestMissingKey(t *testing.T) {
	w := newWorld(t)
	h := w.host("node")
	h.Connection.KeyFiles = []string{"/nonexistent/key"}
	if err := w.fails(t, h); !strings.Contains(err.Error(), "/nonexistent/key: no such file") {
		t.Errorf("got %v", err)
	}
}

// TestDefaultUser logs in as the current user where none is named.
func TestDefaultUser(t *testing.T) {
	w := newWorld(t)
	var got string
	w.outside["node:22"] = newServer(t, func(s *server) {
		s.config.PublicKeyCallback = func(c ssh.ConnMetadata, _ ssh.PublicKey) (*ssh.Permissions, error) {
			got = c.User()
			return nil, nil
		}
	}).address
	h := w.host("node")
	h.Connection.User = ""
	w.reaches(t, h)
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	if got != me.Username {
		t.Errorf("logged in as %q, want %q", got, me.Username)
	}
}
