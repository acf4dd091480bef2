package sshca

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// keyTypes are the types of public keys that can sign certificates for the
// sshd of Debian 12; see CASignatureAlgorithms in sshd_config(5).
var keyTypes = []string{
	"ssh-ed25519", "ecdsa-sha2-nistp256", "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521",
	"sk-ssh-ed25519@openssh.com", "sk-ecdsa-sha2-nistp256@openssh.com", "ssh-rsa",
}

// parseKeys returns the lines of public keys, one at least, without what
// TrustedUserCAKeys lets stand between them: empty lines and comments.
func parseKeys(text string) (string, error) {
	var keys strings.Builder
	for line := range strings.Lines(strings.ReplaceAll(text, "\r", "\n")) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		key, err := parseKey(line)
		if err != nil {
			return "", err
		}
		keys.WriteString(key)
	}
	if keys.Len() == 0 {
		return "", errors.New("no authority is given")
	}
	return keys.String(), nil
}

// parseKey returns the line of an authority's public key, ending in a line
// feed. It is the format of authorized_keys (sshd(8)) without options: type,
// base64 and perhaps a comment. The type is also the first field of what is
// encoded (RFC 4253, 6.6). Whether the rest is a key is for ssh-keygen to say,
// on the host.
func parseKey(text string) (string, error) {
	line := strings.TrimSpace(text)
	kind, rest, _ := strings.Cut(line, " ")
	encoded, _, _ := strings.Cut(strings.TrimLeft(rest, " "), " ")
	switch {
	case strings.Contains(kind, "-cert-"):
		return "", errors.New("the authority is a certificate, want the key that signs certificates")
	case !slices.Contains(keyTypes, kind):
		return "", fmt.Errorf("the authority begins with %q, want a public key of one of the types %s, without options", kind, strings.Join(keyTypes, ", "))
	}
	blob, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		return "", fmt.Errorf("the authority's key is cut or damaged: %w", err)
	}
	if n := len(kind); len(blob) < 4+n+4 || int(binary.BigEndian.Uint32(blob)) != n || string(blob[4:4+n]) != kind {
		return "", fmt.Errorf("the authority says that it is of type %s, its key says otherwise", kind)
	}
	return line + "\n", nil
}
