package sshca

import (
	"crypto/ed25519"
	"errors"
	"fmt"

	"golang.org/x/crypto/ssh"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// Authority is the key that signs the certificates of users. The zero value is
// none: get one from [NewAuthority].
type Authority struct{ signer ssh.Signer }

// NewAuthority returns the authority of a secret. 32 bytes are the seed of an
// Ed25519 key (RFC 8032, 5.1.5), which is what a store of secrets makes; all
// else is the text of a private key as ssh-keygen(1) writes it, without a
// passphrase. No error quotes the secret.
func NewAuthority(secret sh.Secret) (Authority, error) {
	signer, err := signer(secret)
	return Authority{signer}, err
}

func signer(secret sh.Secret) (ssh.Signer, error) {
	switch secret.Len() {
	case 0:
		return nil, errors.New("the key is empty")
	case ed25519.SeedSize:
		return ssh.NewSignerFromKey(ed25519.NewKeyFromSeed([]byte(secret.Reveal())))
	}
	signer, err := ssh.ParsePrivateKey([]byte(secret.Reveal()))
	var locked *ssh.PassphraseMissingError
	switch {
	case errors.As(err, &locked):
		return nil, errors.New("the key is protected by a passphrase; take it off a copy with: ssh-keygen -p -N '' -f COPY")
	case err != nil: // it is not shown: it may quote the secret
		return nil, fmt.Errorf("the key's %d bytes are neither a seed of %d nor a private key as ssh-keygen writes it", secret.Len(), ed25519.SeedSize)
	}
	if _, err := parseKey(string(ssh.MarshalAuthorizedKey(signer.PublicKey()))); err != nil {
		return nil, err
	}
	return signer, nil
}

// PublicKey returns the line that whoever trusts the authority needs: one of
// authorized_keys (sshd(8)) without options and comment, ending in a line feed.
// It is what [Trust].CA takes.
func (a Authority) PublicKey() string { return string(ssh.MarshalAuthorizedKey(a.signer.PublicKey())) }

// Signer returns the key itself, for whoever signs certificates on his own.
func (a Authority) Signer() ssh.Signer { return a.signer }
