package sshca

import (
	"cmp"
	"fmt"
	"path"
	"time"

	"github.com/hrun-dev/hrun/recipes"
	"github.com/hrun-dev/hrun/tasks/file"
)

// Login gives a user of a host, such as a bastion, a key with a certificate of
// the authority, where ssh(1) looks for them: id_ed25519, id_ed25519.pub and
// id_ed25519-cert.pub in his directory .ssh, which it makes.
//
// The certificate stays as it is until less than a third of Valid is left of
// it, or it is of another key, authority, identity or users. So it takes a run
// now and then, at least every half of Valid, to keep it in force.
type Login struct {
	Directory string // absolute, e.g. /home/debian/.ssh; what it lies in must be there
	Owner     string // user:group of the directory and all in it

	Key       KeyPair // see [DeriveKey]
	Authority Authority
	Identity  string   // what sshd logs of who logs in; default: the host's name
	Users     []string // names to log in as on other hosts, at least one

	Valid time.Duration // of a new certificate; at least a minute; default 90 days
	Now   time.Time     // default: when the play is built
}

// On adds the directory and the three files.
func (l Login) On(h *recipes.Host) error {
	l.Identity = cmp.Or(l.Identity, h.Name)
	l.Valid = cmp.Or(l.Valid, 90*24*time.Hour)
	if l.Now.IsZero() {
		l.Now = time.Now()
	}
	switch {
	case l.Authority.signer == nil:
		return fmt.Errorf("sshca: no authority is given that could sign the certificate of %s", l.Identity)
	case l.Valid < time.Minute:
		return fmt.Errorf("sshca: a certificate for %v is of no use, want a minute at least", l.Valid)
	}
	key := path.Join(l.Directory, "id_ed25519")
	certificate, err := newRenewal(file.Content{Path: key + "-cert.pub", Mode: 0o644, Owner: l.Owner}, l)
	if err != nil {
		return fmt.Errorf("sshca: %w", err)
	}
	h.Do(
		file.Directory{Path: l.Directory, Mode: 0o700, Owner: l.Owner},
		file.Secret{Path: key, Body: l.Key.Private, Mode: 0o600, Owner: l.Owner},
		file.Content{Path: key + ".pub", Body: l.Key.Public, Mode: 0o644, Owner: l.Owner},
		certificate,
	)
	return nil
}
