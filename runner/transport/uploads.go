package transport

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/hrun-dev/hrun/inventory"
)

// Uploads names the files that one connection uploads to a host, so that those
// that an earlier one has left, because its run was killed, can be told.
//
// Whoever uploads holds the host's lock. All that decides which lock that is,
// and under which name the host is known, is in the names as a digest. So no
// file that is told to be left can be that of a run that is under way.
type Uploads struct{ all, own string }

// NewUploads returns the names for a new connection to a host.
func NewUploads(h inventory.Host) Uploads {
	c := h.Connection
	lock := fmt.Sprintf("%q", []string{h.Name, string(c.Kind), c.Address, fmt.Sprint(c.Port), c.User, fmt.Sprint(c.Become.Enabled), c.Become.User, c.State})
	sum := sha256.Sum256([]byte(lock))
	all := "hrun-" + hex.EncodeToString(sum[:6]) + "-"
	return Uploads{all: all, own: all + rand.Text()}
}

// New returns a name that no other file has.
func (u Uploads) New() string { return u.own + "-" + rand.Text() }

// Left reports whether a name is that of a file that an earlier connection has
// uploaded, or of something that begins with such a name.
func (u Uploads) Left(name string) bool {
	return strings.HasPrefix(name, u.all) && !strings.HasPrefix(name, u.own)
}
