package sshca

import (
	"errors"

	"github.com/hrun-dev/hrun/recipes"
)

// MachineKeys is the name of the secret that the host keys of machines that
// hrun makes are derived from.
const MachineKeys = "machine-keys"

// HostKey returns the host key of a machine of a lab. Whoever makes the machine
// gives it this key, and whoever is to know it is told of the public half: so
// both do before there is a machine, and a machine that is made anew has the
// same.
func HostKey(secrets recipes.Secrets, lab, machine string) (KeyPair, error) {
	if secrets == nil {
		return KeyPair{}, errors.New("host keys of machines are made of a secret, and there is no place to keep one")
	}
	secret, err := secrets.Secret(MachineKeys, 32)
	if err != nil {
		return KeyPair{}, err
	}
	return DeriveKey(secret, "host key "+lab+"/"+machine)
}
