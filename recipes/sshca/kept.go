package sshca

import (
	"errors"
	"fmt"

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

var errNowhere = errors.New("there is no place to keep its key")
