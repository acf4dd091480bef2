package cli

import (
	"sync"

	"golang.org/x/crypto/ssh"

	"github.com/hrun-dev/hrun/recipes/secrets"
	"github.com/hrun-dev/hrun/recipes/sshca"
)

// authorities are the SSH authorities of an inventory: secrets of its store.
// Each is read when it is needed first, so that a run which needs none asks for
// no identity.
type authorities struct {
	store *secrets.Store

	mu   sync.Mutex
	read map[string]sshca.Authority
}

// authorities returns those of the store beside the first inventory. It makes
// none up, in a check either: a host could not know it.
func (p *Program) authorities(inventories []string) *authorities {
	return &authorities{store: p.store(inventories, false), read: map[string]sshca.Authority{}}
}

// get returns the authority of that name. One that was not there may be the
// next time, as a run makes it.
func (a *authorities) get(name string) (sshca.Authority, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if known, ok := a.read[name]; ok {
		return known, nil
	}
	secret, err := a.store.Get(name)
	if err != nil {
		return sshca.Authority{}, err
	}
	authority, err := sshca.NewAuthority(secret)
	if err == nil {
		a.read[name] = authority
	}
	return authority, err
}

// signer returns the key of the authority of that name.
func (a *authorities) signer(name string) (ssh.Signer, error) {
	authority, err := a.get(name)
	if err != nil {
		return nil, err
	}
	return authority.Signer(), nil
}
