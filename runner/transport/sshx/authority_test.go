package sshx_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner/transport/sshx"
)

// certified returns a world with the real sshd "node", which knows the
// authority "ssh-ca" and no key, and the host that is reached with it.
func certified(t *testing.T, authority ssh.Signer, lines ...string) (*world, inventory.Host) {
	t.Helper()
	w := newWorld(t)
	w.dialer.Authority = func(name string) (ssh.Signer, error) {
		if name != "ssh-ca" {
			return nil, fmt.Errorf("%s: %w", name, fs.ErrNotExist)
		}
		return authority, nil
	}
	return w, w.certified(t, "node", authority.PublicKey(), lines...)
}

// certified adds a real sshd that is reached from outside.
func (w *world) certified(t *testing.T, name string, trusted ssh.PublicKey, lines ...string) inventory.Host {
	t.Helper()
	hostKey, _ := newKeyFile(t)
	d := newSSHD(t, hostKey, append(lines, "AuthorizedKeysFile none", "TrustedUserCAKeys "+authorizedKeys(t, trusted), "MaxAuthTries 1")...)
	w.admit(t, name+":22", d)
	h := w.host(name)
	h.Connection.User, h.Connection.KeyFiles, h.Connection.Authority = d.user, nil, "ssh-ca"
	w.hosts[name] = h
	return h
}

// generated returns a key as ssh-keygen makes it.
func generated(t *testing.T, arguments ...string) ssh.Signer {
	t.Helper()
	file := filepath.Join(t.TempDir(), "ca")
	keygen(t, append(arguments, "-N", "", "-f", file)...)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.ParsePrivateKey(text)
	if err != nil {
		t.Fatal(err)
	}
	return signer
}

// uninvited is an agent that nobody must ask; it returns how many did.
func (w *world) uninvited(t *testing.T) *atomic.Int32 {
	t.Helper()
	dir, err := os.MkdirTemp("", "agent") // a socket's path must be short
	if err != nil {
		t.Fatal(err)
	}
	w.dialer.AgentSocket = filepath.Join(dir, "socket")
	listener, err := net.Listen("unix", w.dialer.AgentSocket)
	if err != nil {
		t.Fatal(err)
	}
	asked := new(atomic.Int32)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			asked.Add(1)
			_ = conn.Close()
		}
	}()
	t.Cleanup(func() {
		_ = listener.Close()
		<-ended
		_ = os.RemoveAll(dir)
	})
	return asked
}

// defaultKey puts a key where ssh looks for one.
func defaultKey(t *testing.T) {
	t.Helper()
	dir := filepath.Join(os.Getenv("HOME"), ".ssh")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	keygen(t, "-t", "ed25519", "-N", "", "-f", filepath.Join(dir, "id_ed25519"))
}

// TestAuthority logs in to a real sshd that knows an authority and no key, and
// allows one attempt: by keys of every kind that sign, and neither with the
// agent nor with a key that lies about.
func TestAuthority(t *testing.T) {
	for kind, authority := range map[string]ssh.Signer{
		"ed25519": newSigner(t),
		"ecdsa":   generated(t, "-t", "ecdsa", "-b", "256"),
		"rsa":     generated(t, "-t", "rsa", "-b", "2048"),
	} {
		t.Run(kind, func(t *testing.T) {
			w, h := certified(t, authority)
			defaultKey(t)
			asked := w.uninvited(t)
			w.reaches(t, h)
			if asked.Load() != 0 {
				t.Errorf("the agent was asked %d times", asked.Load())
			}
		})
	}
}

// TestAuthorityBesideKeys shows the certificate first, and then the key that
// was named.
func TestAuthorityBesideKeys(t *testing.T) {
	w, h := certified(t, newSigner(t))
	h.Connection.KeyFiles = []string{w.keyFile}
	w.reaches(t, h)

	var shown []string
	w.outside["plain:22"] = newServer(t, func(s *server) {
		s.config.PublicKeyCallback = func(_ ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
			shown = append(shown, key.Type())
			if !same(key, w.key) {
				return nil, errors.New("unknown key")
			}
			return nil, nil
		}
	}).address
	plain := w.host("plain")
	plain.Connection.Authority = "ssh-ca"
	w.reaches(t, plain)
	if len(shown) < 2 || shown[0] != ssh.CertAlgoED25519v01 || shown[1] != ssh.KeyAlgoED25519 {
		t.Errorf("shown: %v", shown)
	}
}

// TestCertificatesAreNew looks at what a host is shown: at each connection
// another key, for this user alone, for a few minutes.
func TestCertificatesAreNew(t *testing.T) {
	w, _ := certified(t, newSigner(t))
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	var shown []*ssh.Certificate
	w.outside["plain:22"] = newServer(t, func(s *server) {
		s.config.PublicKeyCallback = func(_ ssh.ConnMetadata, key ssh.PublicKey) (*ssh.Permissions, error) {
			if c, ok := key.(*ssh.Certificate); ok && (shown == nil || !same(shown[len(shown)-1].Key, c.Key)) {
				shown = append(shown, c)
			}
			return nil, nil
		}
	}).address
	h := w.host("plain")
	h.Connection.KeyFiles, h.Connection.Authority = nil, "ssh-ca"
	for i := range 2 {
		w.dialer.Now = func() time.Time { return noon.Add(time.Duration(i) * time.Hour) }
		w.reaches(t, h)
	}
	if len(shown) != 2 || bytes.Equal(shown[0].Nonce, shown[1].Nonce) {
		t.Fatalf("want two certificates, got %d", len(shown))
	}
	for i, c := range shown {
		from, until := time.Unix(int64(c.ValidAfter), 0).UTC(), time.Unix(int64(c.ValidBefore), 0).UTC()
		if at := noon.Add(time.Duration(i) * time.Hour); !from.Equal(at.Add(-10*time.Minute)) || !until.Equal(at.Add(10*time.Minute)) {
			t.Errorf("certificate %d counts from %v until %v", i, from, until)
		}
		_, terminal := c.Extensions["permit-pty"]
		_, forwarding := c.Extensions["permit-port-forwarding"]
		if fmt.Sprint(c.ValidPrincipals) != "[tester]" || c.CertType != ssh.UserCert || !terminal || !forwarding || len(c.Extensions) != 2 {
			t.Errorf("certificate %d is for %v and permits %v", i, c.ValidPrincipals, c.Extensions)
		}
		if !strings.HasPrefix(c.KeyId, "hrun of ") {
			t.Errorf("identity %q", c.KeyId)
		}
	}
}

// TestAuthorityIsRefused by the real sshd: of one that it does not trust, with
// a clock that is wrong in either direction, for another user, and for one who
// is not there.
func TestAuthorityIsRefused(t *testing.T) {
	others := filepath.Join(t.TempDir(), "principals")
	if err := os.WriteFile(others, []byte("someone-else\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		config string
		spoil  func(w *world, h *inventory.Host)
	}{
		"another authority": {"", func(w *world, _ *inventory.Host) {
			other := newSigner(t)
			w.dialer.Authority = func(string) (ssh.Signer, error) { return other, nil }
		}},
		"clock behind": {"", func(w *world, _ *inventory.Host) { w.dialer.Now = ago(11 * time.Minute) }},
		"clock ahead":  {"", func(w *world, _ *inventory.Host) { w.dialer.Now = ago(-11 * time.Minute) }},
		"no such user": {"", func(_ *world, h *inventory.Host) { h.Connection.User = "nobody-of-that-name" }},
		"another user": {"AuthorizedPrincipalsFile " + others, func(*world, *inventory.Host) {}},
	} {
		t.Run(name, func(t *testing.T) {
			w, h := certified(t, newSigner(t), c.config)
			c.spoil(w, &h)
			err := w.fails(t, h)
			for _, want := range []string{`a certificate of the authority "ssh-ca" (SHA256:`, "for user " + h.Connection.User, "TrustedUserCAKeys", "is its clock right", "10 minutes before and after"} {
				if !strings.Contains(err.Hint, want) {
					t.Errorf("no %q in the hint of %v: %s", want, err, err.Hint)
				}
			}
		})
	}
}

// TestAuthorityThroughBastion has two real sshds that trust certificates alone.
// Both hops need one that counts.
func TestAuthorityThroughBastion(t *testing.T) {
	authority := newSigner(t)
	w, bastion := certified(t, authority)
	hostKey, _ := newKeyFile(t)
	inside := newSSHD(t, hostKey, "AuthorizedKeysFile none", "TrustedUserCAKeys "+authorizedKeys(t, authority.PublicKey()))
	h := w.host("inside", bastion.Name)
	h.Connection.User, h.Connection.KeyFiles, h.Connection.Authority = inside.user, nil, "ssh-ca"
	h.Connection.Address, h.Connection.Port = "127.0.0.1", inside.listen(t)
	conn := w.reaches(t, h)

	w.dialer.Now = ago(time.Hour)
	for _, hop := range []string{h.Name, bastion.Name} {
		if err := w.fails(t, h); err.Hop != hop || !strings.Contains(err.Hint, "is its clock right") {
			t.Errorf("got %v, hop %s, want %s (hint: %s)", err, err.Hop, hop, err.Hint)
		}
		_ = conn.Close() // and with it the connection to the bastion
	}
}

// TestNoAuthority finds out before anything is contacted.
func TestNoAuthority(t *testing.T) {
	for name, c := range map[string]struct {
		authority func(string) (ssh.Signer, error)
		want      string
		hint      string
	}{
		"not yet":  {func(string) (ssh.Signer, error) { return nil, fmt.Errorf("open x: %w", fs.ErrNotExist) }, `the SSH authority "ssh-ca": open x: file does not exist`, "hrun secret set ssh-ca"},
		"damaged":  {func(string) (ssh.Signer, error) { return nil, errors.New("it is no key") }, `the SSH authority "ssh-ca": it is no key`, ""},
		"nobody's": {nil, `the SSH authority "ssh-ca": nothing here knows of any authority`, ""},
	} {
		w, _ := certified(t, newSigner(t))
		w.dialer.Authority = c.authority
		w.dialer.DialNetwork = func(_ context.Context, _, address string) (net.Conn, error) {
			t.Errorf("%s: %s was contacted", name, address)
			return nil, errors.New("no")
		}
		err := w.fails(t, w.hosts["node"])
		var missing *sshx.AuthorityError
		if !errors.As(err, &missing) || err.Error() != c.want || !strings.Contains(err.Hint, c.hint) || (c.hint == "") != (err.Hint == "") {
			t.Errorf("%s: got %v (hint: %s)", name, err, err.Hint)
		}
	}
}

func ago(d time.Duration) func() time.Time { return func() time.Time { return time.Now().Add(-d) } }
