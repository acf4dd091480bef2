package hapx

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/sshca"
)

// trust is for nodes that let in whoever has a certificate: the public keys of
// the authorities by the names of nodes.
func trust(trusted map[string]string) recipes.Role {
	return recipes.RoleFunc(func(h *recipes.Host) error {
		if trusted[h.Name] == "" {
			return nil
		}
		return sshca.Trust{CA: trusted[h.Name]}.On(h)
	})
}

// trusted returns the public key of each node's authority: the one that is
// given, or else that of its connection.
func (r Recipe) trusted(p *recipes.Play, nodes []inventory.Host) (map[string]string, error) {
	given, err := publicKey(r.SSHCA, p.Inventory.Dir())
	if err != nil {
		return nil, err
	}
	all := map[string]string{}
	for _, n := range nodes {
		if all[n.Name] = given; given == "" {
			if all[n.Name], err = sshca.Trusted(p.Secrets, n.Connection); err != nil {
				return nil, err
			}
		}
	}
	return all, nil
}

// publicKey returns the key, which is given as it is or by the file that holds
// it. A key begins with its type, such as ssh-ed25519, and a blank.
func publicKey(given, dir string) (string, error) {
	if given == "" || keyForm.MatchString(given) {
		return given, nil
	}
	if !filepath.IsAbs(given) {
		given = filepath.Join(dir, given)
	}
	key, err := os.ReadFile(given)
	if err != nil {
		return "", fmt.Errorf("ssh_ca: %w", err)
	}
	return string(key), nil
}

var keyForm = regexp.MustCompile(`^\s*((ssh|ecdsa|sk)-[^\s/]+\s|-----BEGIN)`)
