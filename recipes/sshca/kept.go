package sshca

import (
	"errors"
	"fmt"

	"golang.org/x/crypto/ssh"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
)

// Kept returns the authority that a Connection of the inventory names: it is
// made of the secret of that name, which is made if there is none yet.
func Kept(secrets recipes.Secrets, name string) (Authority, error) {
	if secrets == nil {
		return Authority{}, fmt.Errorf("the SSH authority %q: %w", name, errNowhere)
	}
	secret, err := secrets.Secret(name, 32)
	if err != nil {
		return Authority{}, err
	}
	authority, err := NewAuthority(secret)
	if err != nil {
		return Authority{}, fmt.Errorf("the SSH authority %q: %w", name, err)
	}
	return authority, nil
}

// Signers returns the keys of authorities by their names, for a dialer that logs
// in with certificates. One that there is no secret of yet is made.
func Signers(secrets recipes.Secrets) func(name string) (ssh.Signer, error) {
	return func(name string) (ssh.Signer, error) {
		authority, err := Kept(secrets, name)
		if err != nil {
			return nil, err
		}
		return authority.Signer(), nil
	}
}

// Trusted returns what a host is to trust: the public keys of its authority and
// of those that come before or after it, a line each, as [Trust].CA takes them.
// It is empty if the host has none.
func Trusted(secrets recipes.Secrets, c inventory.Connection) (string, error) {
	if c.Authority == "" {
		return "", nil
	}
	lines := ""
	for _, name := range append([]string{c.Authority}, c.Trusted...) {
		authority, err := Kept(secrets, name)
		if err != nil {
			return "", err
		}
		lines += authority.PublicKey()
	}
	return lines, nil
}

var errNowhere = errors.New("there is no place to keep its key")
