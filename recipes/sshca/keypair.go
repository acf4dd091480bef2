package sshca

import (
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/pem"
	"errors"
	"fmt"

	"golang.org/x/crypto/ssh"

	"github.com/hrun-dev/hrun/tasks/sh"
)

// KeyPair is an Ed25519 key as files of OpenSSH hold it.
type KeyPair struct {
	Private sh.Secret // openssh-key-v1 in PEM, without passphrase
	Public  string    // type, base64 and comment, ending in a line feed
}

// DeriveKey returns the key that a secret has for a purpose, which is also its
// comment: the seed is HKDF-SHA256 (RFC 5869) of the secret without salt, the
// purpose being the info. Equal arguments give equal bytes, and of two keys
// neither tells anything about the other or the secret. So one secret that is
// kept does for any number of keys, which need not be.
//
// The secret must be random, and not short: at least 16 bytes. The purpose must
// be of printable characters.
func DeriveKey(secret sh.Secret, purpose string) (KeyPair, error) {
	switch {
	case secret.Len() < 16:
		return KeyPair{}, fmt.Errorf("the key for %q: a secret of %d bytes is too short, want 16 at least", purpose, secret.Len())
	case !plain(purpose):
		return KeyPair{}, errors.New("the purpose of a key is empty or has control characters")
	}
	seed, err := hkdf.Key(sha256.New, []byte(secret.Reveal()), nil, purpose, ed25519.SeedSize)
	if err != nil {
		return KeyPair{}, fmt.Errorf("the key for %q: %w", purpose, err)
	}
	private := ed25519.NewKeyFromSeed(seed)
	return KeyPair{
		Private: sh.NewSecret(string(pem.EncodeToMemory(&pem.Block{Type: "OPENSSH PRIVATE KEY", Bytes: wirePrivate(private, purpose)}))),
		Public:  ssh.KeyAlgoED25519 + " " + base64.StdEncoding.EncodeToString(wirePublic(private)) + " " + purpose + "\n",
	}, nil
}

// wirePublic is the key as SSH sends it (RFC 8709, 4).
func wirePublic(key ed25519.PrivateKey) []byte {
	return ssh.Marshal(struct {
		Type string
		Key  []byte
	}{ssh.KeyAlgoED25519, key.Public().(ed25519.PublicKey)})
}

// wirePrivate is the key as OpenSSH keeps it (PROTOCOL.key). Its check number
// tells a wrong passphrase, which there is none of; ssh.MarshalPrivateKey takes
// a random one, so that no two files would be alike.
func wirePrivate(key ed25519.PrivateKey, comment string) []byte {
	public := wirePublic(key)
	check := binary.BigEndian.Uint32(public[len(public)-4:])
	list := ssh.Marshal(struct {
		Check, Again    uint32
		Type            string
		Public, Private []byte
		Comment         string
	}{check, check, ssh.KeyAlgoED25519, key.Public().(ed25519.PublicKey), key, comment})
	for i := byte(1); len(list)%8 != 0; i++ {
		list = append(list, i)
	}
	return append([]byte("openssh-key-v1\x00"), ssh.Marshal(struct {
		Cipher, KDF, Options string
		Keys                 uint32
		Public, List         []byte
	}{"none", "none", "", 1, public, list})...)
}
