package sshx

import (
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os/user"
	"time"

	"golang.org/x/crypto/ssh"
)

// tolerance is for how long before and after now the certificate of a login
// counts, because clocks differ. It need not outlast the handshake.
const tolerance = 10 * time.Minute

// AuthorityError says that there is no key to sign the certificate of a login
// with.
type AuthorityError struct {
	Name string // of the authority, see [inventory.Connection]
	Err  error
}

func (e *AuthorityError) Error() string {
	return fmt.Sprintf("the SSH authority %q: %v", e.Name, e.Err)
}

// Unwrap returns the cause, which is [fs.ErrNotExist] if there is none yet.
func (e *AuthorityError) Unwrap() error { return e.Err }

func (e *AuthorityError) hint() string {
	if !errors.Is(e.Err, fs.ErrNotExist) {
		return ""
	}
	return fmt.Sprintf("the recipe that makes the machines makes it (hrun apply recipes/vm), or put there the key that the host trusts: hrun secret set %s", e.Name)
}

// authority is what signs certificates for one hop.
type authority struct {
	name   string
	signer ssh.Signer
}

// authority returns that of the name, or nil if the name is empty.
func (d *Dialer) authority(name string) (*authority, error) {
	if name == "" {
		return nil, nil
	}
	if d.Authority == nil {
		return nil, &AuthorityError{name, errors.New("nothing here knows of any authority")}
	}
	signer, err := d.Authority(name)
	if err != nil {
		return nil, &AuthorityError{name, err}
	}
	return &authority{name, signer}, nil
}

// issue returns a key that has never been used, with a certificate that lets
// the user in. Both are only ever in memory.
func (a *authority) issue(user string, now time.Time) (ssh.Signer, error) {
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, &AuthorityError{a.name, err}
	}
	key, err := ssh.NewSignerFromKey(private)
	if err != nil {
		return nil, &AuthorityError{a.name, err}
	}
	certificate := &ssh.Certificate{
		Key:             key.PublicKey(),
		CertType:        ssh.UserCert,
		KeyId:           operator(),
		ValidPrincipals: []string{user},
		ValidAfter:      uint64(now.Add(-tolerance).Unix()),
		ValidBefore:     uint64(now.Add(tolerance).Unix()),
		Permissions:     ssh.Permissions{Extensions: map[string]string{"permit-port-forwarding": "", "permit-pty": ""}},
	}
	if err := certificate.SignCert(rand.Reader, a.signer); err != nil {
		return nil, &AuthorityError{a.name, err}
	}
	return ssh.NewCertSigner(certificate, key)
}

// operator is who logs in, for the log of sshd, which writes the identity of a
// certificate into it.
func operator() string {
	if u, err := user.Current(); err == nil {
		return "hrun of " + u.Username
	}
	return "hrun"
}

// hint says what to look for where the certificate was shown and refused.
func (a *authority) hint(user string, now time.Time) string {
	return fmt.Sprintf("the host refused a certificate of the authority %q (%s) for user %s: does its sshd trust it (TrustedUserCAKeys), and is its clock right? Here it is %s; the certificate counts %d minutes before and after",
		a.name, ssh.FingerprintSHA256(a.signer.PublicKey()), user, now.UTC().Format(moment), tolerance/time.Minute)
}
