package apt

import (
	"encoding/base64"
	"errors"
	"strings"
)

const (
	keyBegin = "-----BEGIN PGP PUBLIC KEY BLOCK-----"
	keyEnd   = "-----END PGP PUBLIC KEY BLOCK-----"
)

// armoured returns the key as text, as RFC 9580 section 6 describes it. It
// needs no checksum.
func armoured(key string) string {
	if isArmoured(key) {
		return strings.TrimSpace(key) + "\n"
	}
	var b strings.Builder
	b.WriteString(keyBegin + "\n\n")
	text := base64.StdEncoding.EncodeToString([]byte(key))
	for len(text) > 64 {
		b.WriteString(text[:64] + "\n")
		text = text[64:]
	}
	b.WriteString(text + "\n" + keyEnd + "\n")
	return b.String()
}

func isArmoured(key string) bool { return strings.HasPrefix(strings.TrimSpace(key), keyBegin) }

// checkKey reports what is not a public key: an armoured one that is not whole,
// or bytes that do not begin with a packet of a public key, whose tag is 6 (RFC
// 9580 section 4.2). An empty key is none.
func checkKey(key string) error {
	switch {
	case key == "", key[0] == 0x98, key[0] == 0x99, key[0] == 0x9a, key[0] == 0xc6:
		return nil
	case strings.Contains(key, "PRIVATE KEY"):
		return errors.New("apt: the Key is a private one")
	case !isArmoured(key):
		return errors.New("apt: the Key is not an OpenPGP public key: want one in ASCII armour or binary")
	case !strings.HasSuffix(strings.TrimSpace(key), keyEnd) || strings.Count(key, keyEnd) != 1:
		return errors.New("apt: the Key is not one whole block of ASCII armour")
	}
	return nil
}
