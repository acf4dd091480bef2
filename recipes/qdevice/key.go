package qdevice

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/x509"
	"fmt"

	"software.sslmate.com/src/go-pkcs12"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// derive returns the key on P-256 that a secret has for a purpose. NSS, which
// both daemons use, knows no Ed25519. The scalar is HKDF-SHA256 (RFC 5869) of
// the secret, with the purpose as info; of all 32 bytes one in 2^32 is none,
// and then the next counts.
func derive(secret sh.Secret, purpose string) (*ecdsa.PrivateKey, error) {
	if secret.Len() < 16 {
		return nil, fmt.Errorf("a secret of %d bytes is too short, want 16 at least", secret.Len())
	}
	for n := 0; ; n++ {
		scalar, err := hkdf.Key(sha256.New, []byte(secret.Reveal()), nil, fmt.Sprintf("quorum device %s %d", purpose, n), 32)
		if err != nil {
			return nil, err
		}
		if key, err := ecdsa.ParseRawPrivateKey(elliptic.P256(), scalar); err == nil {
			return key, nil
		}
	}
}

// bundle returns key and certificate as pk12util(1) takes them, under an empty
// password: who can read the bundle can read what it is made into. The salts,
// which are for passwords, are made of the certificate, so that equal input
// gives equal bytes.
func bundle(key *ecdsa.PrivateKey, certificate *x509.Certificate) (sh.Secret, error) {
	salts, err := hkdf.Key(sha256.New, certificate.Raw, nil, "salts", 1024)
	if err != nil {
		return sh.Secret{}, err
	}
	text, err := pkcs12.Modern.WithRand(bytes.NewReader(salts)).Encode(key, certificate, nil, "")
	return sh.NewSecret(string(text)), err
}
