package secrets

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/age"
	"filippo.io/age/agessh"
	"golang.org/x/crypto/ssh"
)

// IdentityVariable names the environment variable for [DefaultIdentity].
const IdentityVariable = "HRUN_AGE_IDENTITY"

// identityPrefix is how an age identity begins, as age-keygen(1) writes it.
const identityPrefix = "AGE-SECRET-KEY-"

// DefaultIdentity returns what HRUN_AGE_IDENTITY says, or else the file
// hrun/age.key in the user's directory for configuration, which need not exist.
// It is empty if there is no such directory.
func DefaultIdentity() string {
	if given := os.Getenv(IdentityVariable); given != "" {
		return given
	}
	config, err := os.UserConfigDir()
	if err != nil {
		return ""
	}
	return filepath.Join(config, "hrun", "age.key")
}

// identityName says which identity is used, and is never the identity itself.
func (s *Store) identityName() string {
	if strings.HasPrefix(s.Identity, identityPrefix) {
		return "the one in " + IdentityVariable
	}
	return s.Identity
}

func (s *Store) identities() ([]age.Identity, error) {
	text := []byte(s.Identity)
	if !strings.HasPrefix(s.Identity, identityPrefix) {
		var err error
		if text, err = readIdentity(s.Identity); err != nil {
			return nil, err
		}
	}
	if bytes.Contains(text, []byte("-----BEGIN ")) {
		return sshIdentity(s.Identity, text)
	}
	identities, err := age.ParseIdentities(bytes.NewReader(text))
	if err != nil { // it is not shown: it may quote a line of the file
		return nil, fmt.Errorf("%w: %s holds neither age identities nor an OpenSSH private key", ErrNoIdentity, s.identityName())
	}
	return identities, nil
}

func readIdentity(path string) ([]byte, error) {
	if path == "" {
		return nil, fmt.Errorf("%w: set %s to a file with one", ErrNoIdentity, IdentityVariable)
	}
	f, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) { // not wrapped: it is not the secret that is missing
		return nil, fmt.Errorf("%w: %v; set %s, or make one with: hrun secret keygen", ErrNoIdentity, err, IdentityVariable)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrNoIdentity, err)
	}
	defer f.Close()
	if err := private(f); err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(f, longest))
}

func sshIdentity(path string, pem []byte) ([]age.Identity, error) {
	identity, err := agessh.ParseIdentity(pem)
	var locked *ssh.PassphraseMissingError
	switch {
	case errors.As(err, &locked):
		return nil, fmt.Errorf("%w: %s is protected with a passphrase, which is not asked for here; use a key without one, or an age identity", ErrNoIdentity, path)
	case err != nil:
		return nil, fmt.Errorf("%w: %s: %w", ErrNoIdentity, path, err)
	}
	return []age.Identity{identity}, nil
}

// Keygen makes a new identity in the file, which must not exist, and returns
// its recipient.
func Keygen(path string) (recipient string, err error) {
	if path == "" || strings.HasPrefix(path, identityPrefix) {
		return "", fmt.Errorf("%s does not name a file", IdentityVariable)
	}
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		return "", err
	}
	if err := makeDir(filepath.Dir(path)); err != nil {
		return "", err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return "", err
	}
	recipient = identity.Recipient().String()
	_, err = fmt.Fprintf(f, "# public key: %s\n%s\n", recipient, identity)
	return recipient, errors.Join(err, handOver(f), f.Sync(), f.Close())
}
