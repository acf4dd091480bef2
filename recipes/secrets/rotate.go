package secrets

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// Rotate puts a new random value of the same size in place of a secret that
// exists: letters and digits for one that can be typed, and bytes for any
// other. What uses it must be brought up to date by a run.
func (s *Store) Rotate(name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := checkName(name); err != nil {
		return err
	}
	if _, err := os.Stat(s.dir); errors.Is(err, fs.ErrNotExist) { // it is not made for nothing
		return &missingError{name, s.dir}
	}
	return s.writing(func() error {
		old, err := s.read(name)
		if err != nil {
			return err
		}
		return s.write(name, like(old))
	})
}

// like returns a random value of the size and the kind of another one.
func like(old sh.Secret) sh.Secret {
	for _, c := range []byte(old.Reveal()) {
		if c <= ' ' || c > '~' {
			return random(old.Len())
		}
	}
	return typable(old.Len())
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

// typable returns that many random letters and digits.
func typable(size int) sh.Secret {
	value := make([]byte, 0, size)
	for len(value) < size {
		var one [1]byte
		_, _ = rand.Read(one[:])                           // never fails
		if int(one[0]) < 256/len(alphabet)*len(alphabet) { // so that each is as likely
			value = append(value, alphabet[int(one[0])%len(alphabet)])
		}
	}
	return sh.NewSecret(string(value))
}
