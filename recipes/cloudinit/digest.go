package cloudinit

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// Digest returns 16 hexadecimal digits that are others for every other seed:
// what a description of a machine shows in its place.
func (s Seed) Digest() string { return digest(s.Files()...) }

// digest tells files apart, by their names and contents.
func digest(files ...SeedFile) string {
	sum := sha256.New()
	for _, f := range files {
		_, _ = fmt.Fprintf(sum, "%q %q\n", f.Name, f.Content)
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}
