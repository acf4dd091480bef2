// Package openssh holds tasks about the keys that ssh and sshd know: who may
// log in with which ([AuthorizedKeys]), and by which a host is recognised
// ([KnownHost]). Their files in a user's home directory are read and written
// with the rights of that user: no link that the user makes leads root astray.
package openssh

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strings"
)

// key is a public key as OpenSSH writes it in one line, sshd(8).
type key struct {
	options string // empty for none; they may hold blanks within quotes
	kind    string // e.g. ssh-ed25519
	blob    string // base64
	comment string
}

// parseKey reads "[OPTIONS] TYPE BASE64 [COMMENT]".
func parseKey(line string) (key, error) {
	line = strings.TrimSpace(line)
	if strings.ContainsAny(line, "\x00\n\r") {
		return key{}, fmt.Errorf("%q is not one line", line)
	}
	if k, ok := bare(line); ok {
		return k, nil
	}
	options := optionsOf(line)
	k, ok := bare(line[len(options):])
	if !ok || options == "" {
		return key{}, fmt.Errorf("%q is not a public key, such as a *.pub file has", shortened(line))
	}
	k.options = options
	return k, nil
}

// bare reads a key without options. Inside, the key says of what type it is:
// so nothing else passes for one, and no list of types gets old.
func bare(line string) (key, bool) {
	kind, rest, _ := strings.Cut(strings.TrimLeft(line, " \t"), " ")
	blob, comment, _ := strings.Cut(strings.TrimLeft(rest, " \t"), " ")
	data, err := base64.StdEncoding.DecodeString(blob)
	if err != nil || len(data) < 4 {
		return key{}, false
	}
	n := binary.BigEndian.Uint32(data)
	if uint64(n) > uint64(len(data)-4) || string(data[4:4+n]) != kind || kind == "" {
		return key{}, false
	}
	return key{kind: kind, blob: blob, comment: strings.TrimSpace(comment)}, true
}

// optionsOf returns the options that a line begins with: all up to a blank that
// is not within quotes, of which a backslash takes the meaning.
func optionsOf(line string) string {
	quoted := false
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\\' && i+1 < len(line) && line[i+1] == '"':
			i++
		case c == '"':
			quoted = !quoted
		case (c == ' ' || c == '\t') && !quoted:
			return line[:i]
		}
	}
	if quoted {
		return ""
	}
	return line
}

func shortened(line string) string {
	if len(line) > 60 {
		return line[:60] + "..."
	}
	return line
}

// String returns the key as a line.
func (k key) String() string {
	parts := make([]string, 0, 4)
	for _, p := range []string{k.options, k.kind, k.blob, k.comment} {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, " ")
}
