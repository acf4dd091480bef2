package secrets

import (
	"bytes"
	"errors"
	"fmt"
	"io"

	"filippo.io/age"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// Why an encrypted secret cannot be read or written. What is returned wraps
// these, and says what to do about them.
var (
	ErrNoIdentity    = errors.New("there is no identity to decrypt it with")
	ErrWrongIdentity = errors.New("it is not encrypted for the identity at hand")
	ErrDamaged       = errors.New("the file is damaged, or is not encrypted with age")
	ErrNoRecipient   = errors.New("there is no recipient to encrypt for")
)

func encrypt(secret sh.Secret, to []age.Recipient) ([]byte, error) {
	var out bytes.Buffer
	w, err := age.Encrypt(&out, to...)
	if err != nil {
		return nil, fmt.Errorf("encrypting: %w", err)
	}
	_, err = io.WriteString(w, secret.Reveal())
	if err := errors.Join(err, w.Close()); err != nil {
		return nil, fmt.Errorf("encrypting: %w", err)
	}
	return out.Bytes(), nil
}

func (s *Store) decrypt(body []byte) (sh.Secret, error) {
	identities, err := s.identities()
	if err != nil {
		return sh.Secret{}, err
	}
	r, err := age.Decrypt(bytes.NewReader(body), identities...)
	var wrong *age.NoIdentityMatchError
	switch {
	case errors.As(err, &wrong):
		return sh.Secret{}, fmt.Errorf("%w (%s): someone who can read it must add yours: hrun secret recipients add RECIPIENT", ErrWrongIdentity, s.identityName())
	case err != nil:
		return sh.Secret{}, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	value, err := io.ReadAll(io.LimitReader(r, longest+1))
	if err != nil {
		return sh.Secret{}, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return sh.NewSecret(string(value)), checkSize(len(value))
}
