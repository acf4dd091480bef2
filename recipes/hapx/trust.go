package hapx

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

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
			all[n.Name], err = sshca.Trusted(p.Secrets, n.Connection)
		} else {
			err = locksOut(p.Secrets, n, given)
		}
		if err != nil {
			return nil, err
		}
	}
	return all, nil
}

// locksOut reports that a node which trusts the given authorities, and none
// else, would not let in who makes it so: that can only be mended on its
// console.
func locksOut(secrets recipes.Secrets, n inventory.Host, given string) error {
	c := n.Connection
	password := c.Password != "" || slices.ContainsFunc(n.Vars.Names(), func(name string) bool {
		return slices.Contains([]string{"ansible_password", "ansible_ssh_password", "ansible_ssh_pass"}, name) // it may not be read yet
	})
	if secrets == nil || c.Authority == "" || len(c.KeyFiles) > 0 || password || c.Kind == inventory.Local {
		return nil
	}
	own, err := sshca.Kept(secrets, c.Authority)
	if err != nil {
		return err
	}
	if !strings.Contains(given, strings.TrimSpace(own.PublicKey())) {
		return fmt.Errorf("ssh_ca: node %s would no longer let in hrun, which logs in by the authority %q: add its public key (hrun certificate --print-authority)", n.Name, c.Authority)
	}
	return nil
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
	if len(bytes.TrimSpace(key)) == 0 {
		return "", fmt.Errorf("ssh_ca: %s is empty", given)
	}
	return string(key), nil
}

var keyForm = regexp.MustCompile(`^\s*((ssh|ecdsa|sk)-[^\s/]+\s|-----BEGIN)`)
