package secrets

import (
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
)

// encrypted is how the file of an encrypted secret ends.
const encrypted = ".age"

// checkName refuses what could not be told from another secret or a file of
// the store itself.
func checkName(name string) error {
	if name == "" || name[0] == '.' || strings.HasSuffix(name, encrypted) {
		return fmt.Errorf("%q cannot name a secret: a name does not begin with a dot or end in %s", name, encrypted)
	}
	return nil
}

// fileName returns the file of a secret that is not encrypted. Any name is one
// file of the directory.
func fileName(name string) string { return url.PathEscape(name) }

// paths returns the two files that may hold a secret.
func (s *Store) paths(name string) (plain, sealed string) {
	plain = filepath.Join(s.dir, fileName(name))
	return plain, plain + encrypted
}

// recipientsFile says for whom the secrets are encrypted.
func (s *Store) recipientsFile() string { return filepath.Join(filepath.Dir(s.dir), "recipients") }
