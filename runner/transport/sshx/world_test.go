package sshx_test

import (
	"bytes"
	"context"
	"fmt"
	"net"
	"path/filepath"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/hrun-dev/hrun/inventory"
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
	w.keyFile, w.key = newKeyFile(t, "")
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
		if !bytes.Equal(key.Marshal(), w.key.Marshal()) {
			return nil, fmt.Errorf("unknown key")
		}
		return nil, nil
	}
}
