package sshx_test

import (
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"testing"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner/transport/transporttest"
)

func TestConformanceThroughBastion(t *testing.T) { conformThroughBastion(t, inventory.Become{}) }

func TestConformanceThroughBastionAsAnotherUser(t *testing.T) {
	conformThroughBastion(t, inventory.Become{Enabled: true, Password: "right"})
}

// conformThroughBastion has a node whose sudo wants the password "right" and
// stays the user it is.
func conformThroughBastion(t *testing.T, b inventory.Become) {
	sudo := t.TempDir()
	script := "#!/bin/sh\n" + `printf %s "$3" >&2; IFS= read -r password; [ "$password" = right ] || exit 1` + "\n" +
		`while [ "$1" != -- ]; do shift; done; shift; exec "$@"` + "\n"
	if err := os.WriteFile(filepath.Join(sudo, "sudo"), []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	transporttest.Run(t, func(t *testing.T) transporttest.Subject {
		w := newWorld(t)
		node := newServer(t, func(s *server) {
			w.authorize(s)
			s.env = []string{"PATH=" + sudo + ":" + os.Getenv("PATH")}
		})
		silent := newSilence(t)
		inside := map[string]string{"node:22": node.address, "silent:22": silent, "gone:22": "127.0.0.1:1"}
		bastion := newServer(t, func(s *server) {
			w.authorize(s)
			s.names = func(address string) string { return inside[address] }
		})
		w.outside["bastion:22"] = bastion.address
		w.host("bastion")
		gone, mute := w.host("gone", "bastion"), w.host("silent", "bastion")
		h := w.host("node", "bastion")
		h.Connection.Become = b
		return subject(w, h, gone, mute)
	})
}

// subject is a world's dialer with hosts of this machine.
func subject(w *world, host, unreachable, silent inventory.Host) transporttest.Subject {
	return transporttest.Subject{
		Dialer:      w.dialer,
		Host:        host,
		Unreachable: &unreachable,
		Silent:      &silent,
		ReadFile: func(path string) ([]byte, fs.FileMode, error) {
			info, err := os.Stat(path)
			if err != nil {
				return nil, 0, err
			}
			body, err := os.ReadFile(path)
			return body, info.Mode(), err
		},
		RemoveFile: os.Remove,
	}
}

// newSilence listens on loopback and never says a word.
func newSilence(t *testing.T) (address string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	return listener.Addr().String()
}

// TestConformanceOfOpenSSH has the real sshd on the other side of a socket.
func TestConformanceOfOpenSSH(t *testing.T) {
	transporttest.Run(t, func(t *testing.T) transporttest.Subject {
		w := newWorld(t)
		hostKey, _ := newKeyFile(t)
		d := newSSHD(t, hostKey, "AuthorizedKeysFile "+authorizedKeys(t, w.key))
		w.admit(t, "node:22", d)
		w.outside["silent:22"] = newSilence(t)
		w.outside["gone:22"] = "127.0.0.1:1"
		node := w.host("node")
		node.Connection.User = d.user
		return subject(w, node, w.host("gone"), w.host("silent"))
	})
}
