package sshx_test

import (
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"golang.org/x/crypto/ssh"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/runner/transport"
)

// known writes the known_hosts file.
func (w *world) known(t *testing.T, text string) {
	t.Helper()
	if err := os.WriteFile(w.knownHosts, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// record is a line of known_hosts.
func record(name string, key ssh.PublicKey) string {
	return name + " " + string(ssh.MarshalAuthorizedKey(key))
}

// strict returns the host with the strict policy.
func strict(h inventory.Host) inventory.Host {
	h.Connection.HostKeys = inventory.Strict
	return h
}

func TestChangedHostKey(t *testing.T) {
	w := newWorld(t)
	s := newServer(t, w.authorize)
	w.outside["node:22"] = s.address
	old := newSigner(t).PublicKey()
	w.known(t, "# a comment\n"+record("other", old)+record("node", old))
	for _, policy := range []inventory.HostKeys{inventory.AcceptNew, inventory.Strict} {
		h := w.host("node")
		h.Connection.HostKeys = policy
		err := w.fails(t, h)
		var changed *transport.HostKeyError
		if !errors.As(err, &changed) {
			t.Fatalf("got %v, want a HostKeyError", err)
		}
		want := transport.HostKeyError{
			Host: "node", File: w.knownHosts, Line: 3,
			Got: ssh.FingerprintSHA256(s.hostKey.PublicKey()), Want: ssh.FingerprintSHA256(old),
		}
		if *changed != want {
			t.Errorf("got %+v, want %+v", *changed, want)
		}
		if wantHint := "ssh-keygen -R 'node' -f '" + w.knownHosts + "'"; !strings.Contains(err.Hint, wantHint) {
			t.Errorf("the hint is %q, want %q in it", err.Hint, wantHint)
		}
	}
}

// TestAcceptNew records the name that was asked for, with its port, although
// a bastion leads to it; the strict policy is content with that record.
func TestComplaint8NewHostKeysAreTakenWithoutAsking(t *testing.T) {
	w := newWorld(t)
	w.knownHosts = filepath.Join(t.TempDir(), "fresh", "known_hosts")
	node := newServer(t, w.authorize)
	bastion := newServer(t, func(s *server) {
		w.authorize(s)
		s.names = func(string) string { return node.address }
	})
	w.outside["bastion.example:22"] = bastion.address
	b := w.host("bastion")
	b.Connection.Address = "bastion.example"
	w.hosts["bastion"] = b
	h := w.host("node", "bastion")
	h.Connection.Port = 2222
	if err := w.fails(t, strict(h)); err.Hop != "node" || !strings.Contains(err.Hint, "record the key") {
		t.Errorf("strict, with nothing on record: %+v", err)
	}
	_ = w.reaches(t, h).Close()
	got, err := os.ReadFile(w.knownHosts)
	want := record("bastion.example", bastion.hostKey.PublicKey()) + record("[node]:2222", node.hostKey.PublicKey())
	if err != nil || string(got) != want {
		t.Errorf("recorded %q, %v, want %q", got, err, want)
	}
	for path, want := range map[string]os.FileMode{w.knownHosts: 0o600, filepath.Dir(w.knownHosts): 0o700} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v, want mode %v", path, info.Mode(), err, want)
		}
	}
	w.hosts["bastion"] = strict(b)
	w.reaches(t, strict(h))
}

// TestAcceptNewOnce has many hosts of one name meet for the first time.
func TestAcceptNewOnce(t *testing.T) {
	w := newWorld(t)
	s := newServer(t, w.authorize)
	w.outside["node:22"] = s.address
	other := newSigner(t).PublicKey()
	w.known(t, strings.TrimSpace(record("other", other))) // an editor left the line open
	h := w.host("node")
	var running sync.WaitGroup
	for range 10 {
		running.Go(func() {
			if _, err := w.dial(t, h); err != nil {
				t.Error(err)
			}
		})
	}
	running.Wait()
	got, _ := os.ReadFile(w.knownHosts)
	if want := record("other", other) + record("node", s.hostKey.PublicKey()); string(got) != want {
		t.Errorf("recorded %q, want %q", got, want)
	}
}

func TestHostKeysOff(t *testing.T) {
	w := newWorld(t)
	w.outside["node:22"] = newServer(t, w.authorize).address
	before := record("node", newSigner(t).PublicKey())
	w.known(t, before)
	h := w.host("node")
	h.Connection.HostKeys = inventory.Off
	w.reaches(t, h)
	if after, _ := os.ReadFile(w.knownHosts); string(after) != before {
		t.Errorf("known_hosts is %q, want %q", after, before)
	}
}

// TestHostCertificate trusts an authority of another key type than the host's,
// and a host without a certificate as any other.
func TestHostCertificate(t *testing.T) {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	authority, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	w.known(t, "@cert-authority * "+string(ssh.MarshalAuthorizedKey(authority.PublicKey())))
	w.outside["certified:22"] = newServer(t, func(s *server) {
		w.authorize(s)
		s.hostKey = certify(t, authority, s.hostKey, "certified")
	}).address
	w.outside["stolen:22"] = newServer(t, func(s *server) {
		w.authorize(s)
		s.hostKey = certify(t, authority, s.hostKey, "another")
	}).address
	w.outside["plain:22"] = newServer(t, w.authorize).address
	w.reaches(t, strict(w.host("certified")))
	if err := w.fails(t, w.host("stolen")); !strings.Contains(err.Error(), "principal") {
		t.Errorf("a certificate of another host: %v", err)
	}
	w.fails(t, strict(w.host("plain")))
	w.reaches(t, w.host("plain"))
}

func certify(t *testing.T, authority, host ssh.Signer, name string) ssh.Signer {
	t.Helper()
	certificate := &ssh.Certificate{
		Key: host.PublicKey(), CertType: ssh.HostCert, ValidPrincipals: []string{name}, ValidBefore: ssh.CertTimeInfinity,
	}
	if err := certificate.SignCert(rand.Reader, authority); err != nil {
		t.Fatal(err)
	}
	signer, err := ssh.NewCertSigner(certificate, host)
	if err != nil {
		t.Fatal(err)
	}
	return signer
}

// TestAsksForTheRecordedKey has a host with two keys, of which the one that
// is liked less is on record.
func TestComplaint9AsksForTheRecordedKey(t *testing.T) {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	second, err := ssh.NewSignerFromKey(private)
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(t)
	w.outside["node:22"] = newServer(t, func(s *server) {
		w.authorize(s)
		s.config.AddHostKey(second)
	}).address
	w.known(t, record("node", second.PublicKey()))
	w.reaches(t, strict(w.host("node")))
}

func TestRevokedHostKey(t *testing.T) {
	w := newWorld(t)
	s := newServer(t, w.authorize)
	w.outside["node:22"] = s.address
	w.known(t, "@revoked * "+string(ssh.MarshalAuthorizedKey(s.hostKey.PublicKey())))
	want := fmt.Sprintf("revoked in %s:1", w.knownHosts)
	if err := w.fails(t, w.host("node")); !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %q in it", err, want)
	}
}
