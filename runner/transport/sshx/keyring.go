package sshx

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// keyring keeps the keys that were read until their files change: a run needs
// the same ones for every host, and to read an RSA key takes milliseconds.
type keyring struct {
	mu   sync.Mutex
	keys map[string]stampedKey // by file
}

type stampedKey struct {
	stamp string
	key   *key
}

// defaultKeys are files that ssh(1) looks for, the likeliest first. Those of
// security keys are left out: only the agent can sign with them.
func defaultKeys() []string { return []string{"id_ed25519", "id_ecdsa", "id_rsa"} }

// readAll reads the named keys, of which each must exist, or the default
// ones, of which any may be missing or useless.
func (r *keyring) readAll(files []string) ([]*key, error) {
	if len(files) > 0 {
		keys := make([]*key, len(files))
		for i, file := range files {
			k, err := r.read(strings.TrimSuffix(file, ".pub"))
			if err != nil {
				return nil, err
			}
			keys[i] = k
		}
		return keys, nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return nil, nil // without a home there are no default keys
	}
	var keys []*key
	for _, name := range defaultKeys() {
		if k, err := r.read(filepath.Join(home, ".ssh", name)); err == nil {
			keys = append(keys, k)
		}
	}
	return keys, nil
}

// read returns one key.
func (r *keyring) read(file string) (*key, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, stamp, err := inspect([]string{file, file + ".pub", file + "-cert.pub"})
	if err != nil {
		return nil, err
	}
	if kept, ok := r.keys[file]; ok && kept.stamp == stamp {
		return kept.key, nil
	}
	k, err := readKey(file)
	if err != nil {
		return nil, err
	}
	if r.keys == nil {
		r.keys = map[string]stampedKey{}
	}
	r.keys[file] = stampedKey{stamp, k}
	return k, nil
}
