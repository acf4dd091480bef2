package sshca_test

import (
	"strings"
	"testing"

	"github.com/hrun-dev/hrun/recipes/sshca"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// A seed gives the key that RFC 8032 says it does (7.1, test 1).
func TestSeed(t *testing.T) {
	a := newAuthority(t, sh.NewSecret("\x9d\x61\xb1\x9d\xef\xfd\x5a\x60\xba\x84\x4a\xf4\x92\xec\x2c\xc4\x44\x49\xc5\x69\x7b\x32\x69\x19\x70\x3b\xac\x03\x1c\xae\x7f\x60"))
	if want := "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINdamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea\n"; a.PublicKey() != want {
		t.Errorf("got %q, want %q", a.PublicKey(), want)
	}
}

// The public half of a key from elsewhere is the one that ssh-keygen prints.
func TestKeyFromElsewhere(t *testing.T) {
	for _, args := range [][]string{{"-t", "ed25519"}, {"-t", "ecdsa"}, {"-t", "rsa", "-m", "PEM"}} {
		secret, public := made(t, append(args, "-N", "")...)
		if a := newAuthority(t, secret); a.PublicKey() != public+"\n" {
			t.Errorf("%v: got %q, want %q", args, a.PublicKey(), public)
		}
	}
}

func TestSecretsThatAreNoKeys(t *testing.T) {
	whole, _ := made(t, "-t", "ed25519", "-N", "")
	for _, c := range []struct {
		secret sh.Secret
		want   string
	}{
		{sh.Secret{}, "the key is empty"},
		{sh.NewSecret("hunter2\n"), "the key's 8 bytes are neither"},
		{sh.NewSecret(strings.Repeat("hunter2", 5)), "the key's 35 bytes are neither"},
		{sh.NewSecret(whole.Reveal()[:whole.Len()/2]), "bytes are neither"},
		{sh.NewSecret(strings.Replace(whole.Reveal(), "b3Bl", "hunt", 1)), "bytes are neither"},
		{sh.NewSecret("-----BEGIN hunter2 PRIVATE KEY-----\nAAAA\n-----END hunter2 PRIVATE KEY-----\n"), "bytes are neither"},
		{sh.NewSecret(newAuthority(t, seed).PublicKey()), "bytes are neither"},
		{lockedKey(t), "protected by a passphrase"},
	} {
		_, err := sshca.NewAuthority(c.secret)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "hunt") {
			t.Errorf("%d bytes: %v, want %q", c.secret.Len(), err, c.want)
		}
	}
}

// Whatever the bytes are: there is an authority that can sign, or an error that
// shows none of them.
func FuzzNewAuthority(f *testing.F) {
	f.Add([]byte(strings.Repeat("s", 32)))
	f.Add([]byte("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA\n-----END OPENSSH PRIVATE KEY-----\n"))
	f.Add([]byte("-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----\n"))
	f.Fuzz(func(t *testing.T, secret []byte) {
		a, err := sshca.NewAuthority(sh.NewSecret(string(secret)))
		if err == nil {
			_, err = a.Signer().Sign(nil, secret)
		} else if len(secret) > 8 && strings.Contains(err.Error(), string(secret)) {
			t.Errorf("the secret shows: %v", err)
		} else {
			err = nil
		}
		if err != nil {
			t.Errorf("the authority cannot sign: %v", err)
		}
	})
}
