package vrrp

import (
	"errors"
	"strings"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/sh"
)

const (
	letters   = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	authSize  = 8  // characters that count
	authBytes = 64 // random bytes that they are made of
)

// password makes VRRP's password of a secret that is made once: of 62
// characters, each equally likely, which is why some bytes are passed over.
func password(s recipes.Secrets) (sh.Secret, error) {
	if s == nil {
		return sh.Secret{}, errors.New("auth is not given, and there is no place to keep one that is made")
	}
	secret, err := s.Secret("vrrp-auth", authBytes)
	if err != nil {
		return sh.Secret{}, err
	}
	var b strings.Builder
	for _, c := range []byte(secret.Reveal()) {
		if fair := 256 / len(letters) * len(letters); int(c) < fair && b.Len() < authSize {
			b.WriteByte(letters[int(c)%len(letters)])
		}
	}
	if b.Len() < authSize {
		return sh.Secret{}, errors.New("the secret vrrp-auth has too few bytes to make a password of")
	}
	return sh.NewSecret(b.String()), nil
}
