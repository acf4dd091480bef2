package sshx_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner/transport"
	"github.com/hrun-dev/hrun/runner/transport/sshx"
)

// world is a dialer and the hosts that it knows. Addresses are names: those in
// outside are known to the dialer, all others only to a bastion.
type world struct {
	dialer     *sshx.Dialer
	knownHosts string
	keyFile    string
	key        ssh.PublicKey

	hosts   map[string]inventory.Host
	outside map[string]string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	t.Setenv("SSH_AUTH_SOCK", "")
	t.Setenv("HOME", t.TempDir())
	w := &world{
		knownHosts: filepath.Join(t.TempDir(), "known_hosts"),
		hosts:      map[string]inventory.Host{},
		outside:    map[string]string{},
	}
	w.keyFile, w.key = newKeyFile(t)
	w.dialer = &sshx.Dialer{
		Inventory: func(name string) (inventory.Host, bool) {
			h, ok := w.hosts[name]
			return h, ok
		},
		DialNetwork: func(ctx context.Context, network, address string) (net.Conn, error) {
			real, ok := w.outside[address]
			if !ok {
				return nil, fmt.Errorf("no such host: %s", address)
			}
			return new(net.Dialer).DialContext(ctx, network, real)
		},
	}
	return w
}

// host adds a host that is reached through the bastions.
func (w *world) host(name string, via ...string) inventory.Host {
	h := inventory.Host{Name: name, Connection: inventory.Connection{
		User:       "tester",
		KeyFiles:   []string{w.keyFile},
		KnownHosts: []string{w.knownHosts},
		Via:        via,
	}}
	w.hosts[name] = h
	return h
}

// authorize lets in the world's key alone.
func (w *world) authorize(s *server) {
	s.config.PublicKeyCallback = func(_ ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
		if !same(key, w.key) {
			return nil, fmt.Errorf("unknown key")
		}
		return nil, nil
	}
}

// dial connects, and closes at the end of the test.
func (w *world) dial(t *testing.T, h inventory.Host) (transport.Conn, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	c, err := w.dialer.Dial(ctx, h)
	if err == nil {
		t.Cleanup(func() { _ = c.Close() })
	}
	return c, err
}

// reaches opens a shell on the host and hears it speak.
func (w *world) reaches(t *testing.T, h inventory.Host) transport.Conn {
	t.Helper()
	c, err := w.dial(t, h)
	if err != nil {
		t.Fatalf("%s: %v (hint: %s)", h.Name, err, unreachable(t, err).Hint)
	}
	s, err := c.Shell(t.Context())
	if err != nil {
		t.Fatalf("%s: shell: %v", h.Name, err)
	}
	_, _ = io.WriteString(s.Stdin, "echo hello\n")
	_ = s.Stdin.Close()
	got, _ := io.ReadAll(s.Stdout)
	if err := s.Wait(); err != nil || string(got) != "hello\n" {
		t.Fatalf("%s: got %q, %v", h.Name, got, err)
	}
	return c
}

// fails dials a host that must not be reached.
func (w *world) fails(t *testing.T, h inventory.Host) *transport.UnreachableError {
	t.Helper()
	_, err := w.dial(t, h)
	return unreachable(t, err)
}

func unreachable(t *testing.T, err error) *transport.UnreachableError {
	t.Helper()
	var u *transport.UnreachableError
	if !errors.As(err, &u) {
		t.Fatalf("got %v, want an UnreachableError", err)
	}
	return u
}
