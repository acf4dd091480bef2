package sshx

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/melbahja/goph"
	"golang.org/x/crypto/ssh"
)

// key is a key file with what lies beside it.
type key struct {
	file        string // of the private key
	signer      ssh.Signer
	public      ssh.PublicKey    // nil if it is not known
	certificate *ssh.Certificate // from FILE-cert.pub; nil if there is none
	locked      bool             // the private key needs a passphrase
}

// readKey reads a private key, and the public key and certificate beside it.
// The private key may be missing or locked where its public half says which
// key of the agent is meant.
func readKey(file string) (*key, error) {
	k := &key{file: file}
	var err error
	if k.certificate, err = readCertificate(file + "-cert.pub"); err != nil {
		return nil, err
	}
	var needed *ssh.PassphraseMissingError
	k.signer, err = goph.GetSigner(file, "")
	switch {
	case err == nil:
		k.public = k.signer.PublicKey()
		return k, nil
	case errors.As(err, &needed):
		k.locked, k.public = true, needed.PublicKey
	case !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("key %s: %w", file, err)
	}
	if k.public == nil {
		public, readErr := readPublic(file + ".pub")
		switch {
		case readErr == nil:
			k.public = public
		case k.certificate != nil:
			k.public = k.certificate.Key
		case !k.locked:
			return nil, fmt.Errorf("key: %w", err)
		}
	}
	return k, nil
}

func readPublic(file string) (ssh.PublicKey, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	public, _, _, _, err := ssh.ParseAuthorizedKey(text)
	return public, err
}

// readCertificate returns nil if there is no such file.
func readCertificate(file string) (*ssh.Certificate, error) {
	public, err := readPublic(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("certificate %s: %w", file, err)
	}
	certificate, ok := public.(*ssh.Certificate)
	if !ok {
		return nil, fmt.Errorf("certificate %s: it holds a plain key", file)
	}
	return certificate, nil
}

// belongsTo reports whether signer signs with this key.
func (k *key) belongsTo(signer ssh.Signer) bool {
	return k.public != nil && bytes.Equal(k.public.Marshal(), signer.PublicKey().Marshal())
}

// withCertificate returns the signer, preceded by the certificate if it fits
// and counts.
func (k *key) withCertificate(signer ssh.Signer, now time.Time) []ssh.Signer {
	if k.certificate != nil && k.lapsed(now) == nil {
		if certified, err := ssh.NewCertSigner(k.certificate, signer); err == nil {
			return []ssh.Signer{certified, signer}
		}
	}
	return []ssh.Signer{signer}
}
