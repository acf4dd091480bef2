package qdevice

import (
	"crypto/ecdsa"
	"crypto/sha256"
	"crypto/x509"
	"crypto/x509/pkix"
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/sh"
)

// AuthoritySecret is the name of the secret that the authority is made of. A
// new one replaces all certificates: the arbiter's first, whose vote is then
// missing until the nodes have theirs.
const AuthoritySecret = "qdevice-authority"

// Authority signs the certificates by which arbiter and nodes know each other.
// Its own has no end: it is replaced with the secret. The zero value is none.
type Authority struct {
	secret sh.Secret
	key    *ecdsa.PrivateKey
	own    *x509.Certificate
}

// Kept returns the authority of the store's secret, which is made if there is
// none yet.
func Kept(secrets recipes.Secrets) (Authority, error) {
	if secrets == nil {
		return Authority{}, errors.New("the quorum device's authority: there is no place to keep its key")
	}
	secret, err := secrets.Secret(AuthoritySecret, 32)
	if err != nil {
		return Authority{}, err
	}
	return NewAuthority(secret)
}

// NewAuthority returns the authority of a secret, which must be random, and of
// at least 16 bytes. Equal secrets give equal bytes of all that is made of them.
func NewAuthority(secret sh.Secret) (Authority, error) {
	key, err := derive(secret, "authority")
	if err != nil {
		return Authority{}, fmt.Errorf("the quorum device's authority: %w", err)
	}
	a := Authority{secret: secret, key: key}
	a.own, err = a.sign(&x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: caName},
		NotBefore:             time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC),
		NotAfter:              time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), // no end: RFC 5280, 4.1.2.5
		IsCA:                  true,
		BasicConstraintsValid: true,
		KeyUsage:              x509.KeyUsageCertSign,
	}, nil, key)
	return a, err
}

// issue returns the certificate of a key. Its serial number is made of all that
// it says: NSS takes no two certificates with one.
func (a Authority) issue(commonName string, key *ecdsa.PrivateKey, from, until time.Time) (*x509.Certificate, error) {
	point, err := key.PublicKey.Bytes()
	if err != nil {
		return nil, err
	}
	said := sha256.Sum256(fmt.Appendf(nil, "%s %x %d %d", commonName, point, from.Unix(), until.Unix()))
	return a.sign(&x509.Certificate{
		SerialNumber: new(big.Int).SetBytes(said[:16]),
		Subject:      pkix.Name{CommonName: commonName},
		NotBefore:    from,
		NotAfter:     until,
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}, a.own, key)
}

// sign signs by nobody else than the authority itself where parent is nil.
// Without a source of randomness the signature is that of RFC 6979, always the
// same.
func (a Authority) sign(template, parent *x509.Certificate, key *ecdsa.PrivateKey) (*x509.Certificate, error) {
	if parent == nil {
		parent = template
	}
	der, err := x509.CreateCertificate(nil, template, parent, key.Public(), a.key)
	if err != nil {
		return nil, fmt.Errorf("certificate of %q: %w", template.Subject.CommonName, err)
	}
	return x509.ParseCertificate(der)
}
