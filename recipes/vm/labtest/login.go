// Package labtest is for tests that look at the machines of a lab by other
// means than hrun.
package labtest

import (
	"os"
	"path/filepath"
	"time"

	"github.com/hrun-dev/hrun/recipes/secrets"
	"github.com/hrun-dev/hrun/recipes/sshca"
)

// Login makes a key for ssh, with a certificate for users of the machines that
// trust the authority "ssh-ca" of the inventory in dir. It returns the path of
// the private key, which ssh finds the certificate beside. Both are made anew
// every time, and count for a day.
func Login(dir string, users ...string) (key string, err error) {
	store := secrets.New(filepath.Join(dir, ".hrun/secrets"), false)
	authority, err := sshca.Kept(store, "ssh-ca")
	if err != nil {
		return "", err
	}
	own, err := store.Secret("test-login", 32)
	if err != nil {
		return "", err
	}
	pair, err := sshca.DeriveKey(own, "test")
	if err != nil {
		return "", err
	}
	certificate, err := authority.Certify(sshca.Certificate{
		Key: pair.Public, Identity: "test", Users: users, From: time.Now().Add(-time.Hour), Until: time.Now().Add(24 * time.Hour),
	})
	if err != nil {
		return "", err
	}
	key = filepath.Join(dir, ".hrun/test-login")
	for path, content := range map[string]string{key: pair.Private.Reveal(), key + ".pub": pair.Public, key + "-cert.pub": certificate} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			return "", err
		}
	}
	return key, nil
}
