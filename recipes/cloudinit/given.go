package cloudinit

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"strings"
)

// Text is a given file. The zero value is none.
type Text struct {
	Name string // of the file, for errors
	Text string
}

func (t Text) given() bool { return t != Text{} }

// Files is given files, in which placeholders stand for what is another on
// every machine, as in the reference's create-image.sh:
//
//	#HOSTNAME#     in all of them      the machine's name, in lower case
//	#UUID#         in meta-data and    a number that changes only when the
//	               network-config      content of the seed does
//	#SSH-PUB-KEY#  in user-data        the operator's public key
//
// It is an error if one of them is left over, if the user-data begins with
// nothing that cloud-init knows, and if what is YAML cannot be parsed.
type Files struct {
	UserData, MetaData, NetworkConfig Text
}

// The placeholders.
const (
	hostnamePlaceholder = "#HOSTNAME#"
	uuidPlaceholder     = "#UUID#"
	keyPlaceholder      = "#SSH-PUB-KEY#"
)

// errNoKey says that a given user-data wants a key, and there is none.
var errNoKey = errors.New("it has the placeholder " + keyPlaceholder + ", and no public key is given to put there")

// filled returns the seed with the given files' placeholders replaced, and
// judges them.
func (f Files) filled(s Seed, i Instance) (Seed, error) {
	host := func(given Text, text string) string {
		if !given.given() {
			return text
		}
		return strings.ReplaceAll(text, hostnamePlaceholder, i.hostname())
	}
	s.UserData, s.MetaData, s.NetworkConfig = host(f.UserData, s.UserData), host(f.MetaData, s.MetaData), host(f.NetworkConfig, s.NetworkConfig)
	if f.UserData.given() && strings.Contains(s.UserData, keyPlaceholder) {
		key := strings.TrimSpace(i.Key)
		if key == "" {
			return s, fmt.Errorf("%s: %w", f.UserData.Name, errNoKey)
		}
		s.UserData = strings.ReplaceAll(s.UserData, keyPlaceholder, key)
	}
	number := uuid(i.Name, s)
	if f.MetaData.given() {
		s.MetaData = strings.ReplaceAll(s.MetaData, uuidPlaceholder, number)
	}
	if f.NetworkConfig.given() {
		s.NetworkConfig = strings.ReplaceAll(s.NetworkConfig, uuidPlaceholder, number)
	}
	return s, errors.Join(
		f.UserData.check(s.UserData, checkUserData),
		f.MetaData.check(s.MetaData, checkMapping),
		f.NetworkConfig.check(s.NetworkConfig, checkMapping),
	)
}

// uuid returns a UUID of version 8 (RFC 9562, 5.8), which is another for every
// machine and every content.
func uuid(machine string, s Seed) string {
	sum := sha256.Sum256([]byte(machine + "\n" + s.Digest()))
	b := sum[:16]
	b[6] = b[6]&0x0f | 0x80
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
