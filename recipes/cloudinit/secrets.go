package cloudinit

import (
	"regexp"
	"strings"

	"github.com/hrun-dev/hrun/tasks/sh"
)

var (
	// encoded is a word of base64: of a private key, or of a file's content.
	encoded = regexp.MustCompile(`^[A-Za-z0-9+/]+={0,2}$`)

	// open is what looks like base64 and is none, or a key that is public: a
	// path in lower case, and the middle of a line of authorized_keys.
	open = regexp.MustCompile(`^(/[a-z/]+|AAAA.*)$`)

	// password is a line that sets one, hashed or not.
	password = regexp.MustCompile(`^(?:- *)?(?:plain_text_passwd|hashed_passwd|passwd|password): *(.+)$`)
)

// encodedWord is the least length of what is taken for an encoded secret.
const encodedWord = 40

// Secrets returns what can be told to be secret in a seed by its look, to be
// masked wherever it is printed: base64, which private keys and the contents
// of files are, and passwords. A task that writes a seed returns them as its
// own (see tasks.Secretive), and still must not show the seed's text, of which
// more may be secret: [Seed.Digest] is for that.
func (s Seed) Secrets() []sh.Secret {
	var secrets []sh.Secret
	for _, f := range s.Files() {
		content, keys := withoutKeys(f.Content)
		secrets = append(secrets, keys...)
		key := false // in the lines of one
		for line := range strings.Lines(content) {
			line = strings.TrimSpace(line)
			words := strings.FieldsFunc(line, func(r rune) bool { return strings.ContainsRune(` "',[]`, r) })
			for _, word := range words {
				if encoded.MatchString(word) && (key && word == line || len(word) >= encodedWord && (word == line || !open.MatchString(word))) {
					secrets = append(secrets, sh.NewSecret(word))
				}
			}
			if set := password.FindStringSubmatch(line); set != nil {
				secrets = append(secrets, sh.NewSecret(strings.Trim(set[1], `"'`)))
			}
			key = len(words) == 1 && encoded.MatchString(line) && (key || len(line) >= encodedWord)
		}
	}
	return secrets
}
