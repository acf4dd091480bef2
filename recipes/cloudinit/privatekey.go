package cloudinit

import (
	"crypto/ed25519"
	"strings"

	"golang.org/x/crypto/ssh"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// The lines around a private key as ssh-keygen(1) writes it.
const (
	beginKey = "-----BEGIN OPENSSH PRIVATE KEY-----"
	endKey   = "-----END OPENSSH PRIVATE KEY-----"
)

// withoutKeys returns the text without the Ed25519 keys in it, and what is
// secret of these. That is less than what they look like: half of such a file
// is the public key, which is no secret where else it is printed.
func withoutKeys(text string) (rest string, secrets []sh.Secret) {
	for {
		before, from, found := strings.Cut(text, beginKey)
		body, after, ended := strings.Cut(from, endKey)
		if !found || !ended {
			return rest + text, secrets
		}
		lines := strings.Join(strings.Fields(body), "\n")
		key, err := ssh.ParseRawPrivateKey([]byte(beginKey + "\n" + lines + "\n" + endKey + "\n"))
		if private, ok := key.(*ed25519.PrivateKey); err == nil && ok {
			secrets = append(secrets, sh.NewSecret(string(private.Seed())))
			rest += before
		} else {
			rest += before + beginKey + body + endKey
		}
		text = after
	}
}
