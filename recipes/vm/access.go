package vm

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/crypto/ssh"

	"github.com/hrun-dev/hrun/inventory"
	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/recipes/sshca"
)

// access is the keys of a lab. All of them come from the store of secrets, so
// that they are known before there is any machine.
type access struct {
	hostKeys    map[string]sshca.KeyPair // by machine
	authorities map[string]string        // public keys, by the names of secrets
	key         string                   // of a person, as in authorized_keys; empty means none
}

// access makes the keys, or finds them where they have been made before.
func (p Parameters) access(play *recipes.Play, machines []inventory.Host) (access, error) {
	a := access{hostKeys: map[string]sshca.KeyPair{}, authorities: map[string]string{}}
	var err error
	for _, m := range machines {
		if a.hostKeys[m.Name], err = sshca.HostKey(play.Secrets, p.Lab, m.Name); err != nil {
			return a, fmt.Errorf("vm: %w", err)
		}
		name := m.Connection.Authority
		if _, known := a.authorities[name]; known || name == "" {
			continue
		}
		authority, err := sshca.Kept(play.Secrets, name)
		if err != nil {
			return a, fmt.Errorf("vm: %w", err)
		}
		a.authorities[name] = authority.PublicKey()
	}
	a.key, err = publicKey(p.Key, play.Inventory.Dir())
	return a, err
}

// publicKey returns the key of a person: as it is given, or what the file
// holds that is named.
func publicKey(given, dir string) (string, error) {
	if given == "" {
		return "", nil
	}
	key, from := given, "key"
	if !strings.Contains(given, " ") {
		path := given
		if rest, home := strings.CutPrefix(given, "~/"); home {
			user, err := os.UserHomeDir()
			if err != nil {
				return "", fmt.Errorf("vm: key: %w", err)
			}
			path = filepath.Join(user, rest)
		} else if !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		body, err := os.ReadFile(path)
		if err != nil {
			return "", fmt.Errorf("vm: key: %w", err)
		}
		key, from = string(body), path
	}
	_, _, options, rest, err := ssh.ParseAuthorizedKey([]byte(key))
	if err != nil || len(options) > 0 || strings.TrimSpace(string(rest)) != "" {
		return "", fmt.Errorf("vm: %s: it is not one public key, as ssh-ed25519 AAAA… somebody", from)
	}
	return strings.TrimSpace(key), nil
}

// authorized returns the keys that may log in to a machine as they are.
func (a access) authorized(host inventory.Host, machines []inventory.Host) []string {
	if a.key == "" || host.Connection.Authority != "" && !direct(host, machines) {
		return nil
	}
	return []string{a.key}
}

// direct reports whether a machine is reached without another one.
func direct(host inventory.Host, machines []inventory.Host) bool {
	return !slices.ContainsFunc(machines, func(m inventory.Host) bool { return slices.Contains(host.Connection.Via, m.Name) })
}
