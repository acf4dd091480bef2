package cloudinit

import (
	"fmt"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// HostKey is a key of a machine's sshd. Any that the image has are removed
// before, unless KeepHostKeys is set.
type HostKey struct {
	Type        string    // "ed25519", "ecdsa" or "rsa"
	Private     sh.Secret // as ssh-keygen(1) writes it, without a passphrase
	Public      string    // as in a .pub file
	Certificate string    // as in a -cert.pub file; empty means none
}

// hostKeys returns the cloud-config key "ssh_keys".
func hostKeys(keys []HostKey) (m mapping) {
	for _, k := range keys {
		m.text(k.Type+"_private", k.Private.Reveal())
		m.text(k.Type+"_public", k.Public)
		m.text(k.Type+"_certificate", k.Certificate)
	}
	return m
}

func (k HostKey) validate() error {
	switch k.Type {
	case "rsa", "ecdsa", "ed25519":
	default:
		return fmt.Errorf("a host key cannot be of the type %q", k.Type)
	}
	if k.Private.IsZero() || k.Public == "" {
		return fmt.Errorf("the %s host key has not both of its halves", k.Type)
	}
	return nil
}
