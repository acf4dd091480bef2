package cloudinit

import (
	"regexp"
	"strings"

	"github.com/hrun-dev/hrun/tasks/sh"
)

var (
	// encoded is a line that holds nothing but base64: of a private key, or of
	// a file that is written.
	encoded = regexp.MustCompile(`^[A-Za-z0-9+/]+={0,2}$`)

	// password is a line that sets one, hashed or not.
	password = regexp.MustCompile(`^(?:- *)?(?:plain_text_passwd|hashed_passwd|passwd|password): *(.+)$`)
)

// encodedLine is the least length of the first line of what is taken for an
// encoded secret. Shorter ones are words.
const encodedLine = 40

// Secrets returns what can be told to be secret in a seed by its look, to be
// masked wherever it is printed: lines of base64, which private keys and the
// contents of files are, and passwords. A task that writes a seed returns them
// as its own (see tasks.Secretive), and still must not show the seed's text,
// of which more may be secret: [Seed.Digest] is for that.
func (s Seed) Secrets() []sh.Secret {
	var secrets []sh.Secret
	for _, f := range s.Files() {
		within := false
		for line := range strings.Lines(f.Content) {
			line = strings.TrimSpace(line)
			within = encoded.MatchString(line) && (within || len(line) >= encodedLine)
			if within {
				secrets = append(secrets, sh.NewSecret(line))
			}
			if set := password.FindStringSubmatch(line); set != nil {
				secrets = append(secrets, sh.NewSecret(strings.Trim(set[1], `"'`)))
			}
		}
	}
	return secrets
}
