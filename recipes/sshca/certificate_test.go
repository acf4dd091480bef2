package sshca_test

import (
	"crypto/ed25519"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"github.com/hrun-dev/hrun/recipes/sshca"
	"github.com/hrun-dev/hrun/tasks/sh"
)

var (
	seed = sh.NewSecret(strings.Repeat("\x01", ed25519.SeedSize))
	noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
)

// keygen runs the real ssh-keygen, whose clock is in UTC.
func keygen(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command("ssh-keygen", args...)
	cmd.Env = append(os.Environ(), "TZ=UTC", "LC_ALL=C")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("ssh-keygen %v: %v: %s", args, err, out)
	}
	return string(out)
}

// kept writes a file that only its owner can read.
func kept(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// made returns the secret that is a private key of ssh-keygen, and its public
// half without comment.
func made(t *testing.T, args ...string) (sh.Secret, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "key")
	keygen(t, append([]string{"-q", "-C", "", "-f", path}, args...)...)
	private, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return sh.NewSecret(string(private)), strings.TrimSpace(keygen(t, "-y", "-P", "", "-f", path))
}

func newAuthority(t *testing.T, secret sh.Secret) sshca.Authority {
	t.Helper()
	a, err := sshca.NewAuthority(secret)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func derive(t *testing.T, purpose string) sshca.KeyPair {
	t.Helper()
	pair, err := sshca.DeriveKey(seed, purpose)
	if err != nil {
		t.Fatal(err)
	}
	return pair
}

// ssh-keygen reads a certificate as it was meant, and its signature is right,
// whatever kind of key signs: of a seed, or of ssh-keygen's own in any format.
func TestKeygenReadsTheCertificate(t *testing.T) {
	pair := derive(t, "login of ann")
	of := func(args ...string) sh.Secret { secret, _ := made(t, append(args, "-N", "")...); return secret }
	for kind, secret := range map[string]sh.Secret{
		"seed":    seed,
		"ed25519": of("-t", "ed25519"),
		"ecdsa":   of("-t", "ecdsa", "-b", "384"),
		"rsa":     of("-t", "rsa", "-b", "2048"),
		"pem":     of("-t", "rsa", "-b", "2048", "-m", "PEM"),
		"pkcs8":   of("-t", "ecdsa", "-m", "PKCS8"),
	} {
		a := newAuthority(t, secret)
		c := sshca.Certificate{Key: pair.Public, Identity: "ann's laptop", Users: []string{"debian", "root"}, From: noon, Until: noon.Add(20 * time.Minute)}
		line, err := a.Certify(c)
		if err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		if again, _ := newAuthority(t, secret).Certify(c); again != line {
			t.Errorf("%s: equal certificates differ", kind)
		}
		got := keygen(t, "-L", "-f", kept(t, "id-cert.pub", line))
		authority := strings.Fields(keygen(t, "-l", "-f", kept(t, "ca.pub", a.PublicKey())))[1]
		for _, want := range []string{
			"ssh-ed25519-cert-v01@openssh.com user certificate", `Key ID: "ann's laptop"`, "Serial: 0", authority,
			"Valid: from 2026-03-01T12:00:00 to 2026-03-01T12:20:00", "Critical Options: (none)",
			"Principals: \n                debian\n                root\n",
			"Extensions: \n                permit-port-forwarding\n                permit-pty\n",
		} {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %q in\n%s", kind, want, got)
			}
		}
		if kind == "rsa" && !strings.Contains(got, "(using rsa-sha2-512)") {
			t.Errorf("signed in another way:\n%s", got)
		}
		key, comment, _, _, err := ssh.ParseAuthorizedKey([]byte(line))
		if err != nil || comment != "login of ann" {
			t.Fatalf("%s: comment %q, %v", kind, comment, err)
		}
		checker := ssh.CertChecker{Clock: func() time.Time { return noon.Add(time.Minute) }}
		if err := checker.CheckCert("debian", key.(*ssh.Certificate)); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
}

// Certificates that differ in anything have different nonces.
func TestNonce(t *testing.T) {
	a, pair := newAuthority(t, seed), derive(t, "x")
	seen := map[string]bool{}
	for _, c := range []sshca.Certificate{
		{Key: pair.Public, Identity: "a", Users: []string{"b"}, From: noon, Until: noon.Add(time.Minute)},
		{Key: pair.Public, Identity: "a", Users: []string{"b"}, From: noon, Until: noon.Add(time.Hour)},
		{Key: pair.Public, Identity: "a", Users: []string{"b", "c"}, From: noon, Until: noon.Add(time.Minute)},
	} {
		line, err := a.Certify(c)
		if err != nil {
			t.Fatal(err)
		}
		key, _, _, _, err := ssh.ParseAuthorizedKey([]byte(line))
		if err != nil {
			t.Fatal(err)
		}
		nonce := key.(*ssh.Certificate).Nonce
		if len(nonce) < 16 || seen[string(nonce)] {
			t.Errorf("nonce %x of %+v", nonce, c)
		}
		seen[string(nonce)] = true
	}
}

func TestCertificatesThatAreRefused(t *testing.T) {
	a, pair := newAuthority(t, seed), derive(t, "x")
	good := sshca.Certificate{Key: pair.Public, Identity: "a", Users: []string{"b"}, From: noon, Until: noon.Add(time.Minute)}
	signed, err := a.Certify(good)
	if err != nil {
		t.Fatal(err)
	}
	for want, spoil := range map[string]func(*sshca.Certificate){
		"no user is named":                 func(c *sshca.Certificate) { c.Users = nil },
		"257 users":                        func(c *sshca.Certificate) { c.Users = make([]string, 257) },
		`["b" ""] is no name`:              func(c *sshca.Certificate) { c.Users = []string{"b", ""} },
		`["b,root"] is no name`:            func(c *sshca.Certificate) { c.Users = []string{"b,root"} },
		"identity is empty":                func(c *sshca.Certificate) { c.Identity = "" },
		"control characters":               func(c *sshca.Certificate) { c.Identity = "a\nb" },
		"from which and one until":         func(c *sshca.Certificate) { c.Until = time.Time{} },
		"after 1970":                       func(c *sshca.Certificate) { c.From = time.Unix(-1, 0) },
		"which is no time at all":          func(c *sshca.Certificate) { c.Until = c.From },
		"no public key is given":           func(c *sshca.Certificate) { c.Key = " \n" },
		"more than one line":               func(c *sshca.Certificate) { c.Key += c.Key },
		"the public key is damaged":        func(c *sshca.Certificate) { c.Key = "ssh-ed25519 AAAA" },
		"that is a private key":            func(c *sshca.Certificate) { c.Key = pair.Private.Reveal() },
		"has options before it":            func(c *sshca.Certificate) { c.Key = "restrict " + c.Key },
		"public key is a certificate":      func(c *sshca.Certificate) { c.Key = signed },
		"certificate of \"a\": the public": func(c *sshca.Certificate) { c.Key = "none" },
	} {
		c := good
		spoil(&c)
		if line, err := a.Certify(c); err == nil || line != "" || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %q, %v, want %q", c, line, err, want)
		}
	}
}
